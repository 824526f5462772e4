//! Bugs that are planted on purpose, so that it is seen which test catches them.
//!
//! Where one is planted, the code asks [`is`] for its name. Without the feature `sabotage` that is a
//! constant and nothing of the bug is compiled; with it one bug, at most, is chosen by a variable of
//! the environment. It is the one thing in this crate that reads something, and no release build can
//! have it. `docs/proof.md` lists the bugs, and `cargo xtask sabotage` shows each being caught.

#[cfg(all(feature = "sabotage", not(debug_assertions)))]
compile_error!("the feature `sabotage` plants bugs: it is for tests, never for a release build");

/// Whether the bug of this name is planted: never, in this build.
#[cfg(not(feature = "sabotage"))]
pub const fn is(_bug: &str) -> bool {
    false
}

/// Whether the bug of this name is planted: the one that the variable `HYTHE_SABOTAGE` names.
#[cfg(feature = "sabotage")]
pub fn is(bug: &str) -> bool {
    static PLANTED: std::sync::OnceLock<Option<std::ffi::OsString>> = std::sync::OnceLock::new();
    let planted = PLANTED.get_or_init(|| std::env::var_os("HYTHE_SABOTAGE"));
    planted.as_deref() == Some(std::ffi::OsStr::new(bug))
}
