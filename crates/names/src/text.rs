//! What all names share: the error of a text that is no name, and the text newtype itself.

/// A text that does not follow the grammar of the name it was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{name} must be {rule}")]
pub struct Invalid {
    /// What the text was taken for, such as `repository name`.
    pub name: &'static str,
    /// The grammar in words, bounds included.
    pub rule: &'static str,
}

/// Gives a newtype over shared text its constructor-independent parts.
macro_rules! text_name {
    ($name:ident) => {
        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({:?})", stringify!($name), &self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::Invalid;

            fn from_str(text: &str) -> Result<Self, crate::Invalid> {
                Self::parse(text)
            }
        }
    };
}
pub(crate) use text_name;
