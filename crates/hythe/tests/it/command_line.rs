//! Help, version, completions, and flags that cannot be.

use crate::process::{Place, run};

#[test]
fn every_command_helps_with_an_example() {
    for command in [
        &[] as &[&str],
        &["serve"],
        &["env"],
        &["account"],
        &["account", "create"],
        &["account", "list"],
        &["account", "delete"],
        &["account", "root-key"],
        &["account", "service-control-policy"],
        &["iam"],
        &["iam", "explain"],
        &["gc"],
        &["gc", "status"],
        &["gc", "run"],
        &["backup"],
        &["restore"],
        &["image"],
        &["image", "copy"],
        &["image", "tag"],
        &["image", "untag"],
        &["undelete"],
        &["undelete", "list"],
        &["undelete", "image"],
        &["undelete", "repository"],
        &["undelete", "purge"],
        &["repository"],
        &["repository", "rename"],
        &["token"],
        &["token", "list"],
        &["token", "revoke"],
        &["version"],
        &["completions"],
    ] {
        let ended = run(&[command, &["--help"]].concat());
        assert_eq!(ended.code, Some(0), "{command:?}: {}", ended.stderr);
        assert!(ended.stdout.contains("Usage: hythe"), "{command:?}");
        assert!(ended.stdout.contains("Example"), "{command:?}");
    }
    let help = run(&["serve", "--help"]).stdout;
    for flag in [
        "--data <DIR>",
        "--listen <HOST:PORT>",
        "--account <ID>",
        "--region <NAME>",
        "--config <FILE>",
        "--tls-cert <FILE>",
        "--tls-key <FILE>",
        "--tls <MODE>",
        "--log-format <FORM>",
    ] {
        assert!(help.contains(flag), "{flag}");
    }
}

#[test]
fn the_version_is_the_package_version() {
    let expect = format!("hythe {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["version"]).stdout, expect);
    assert_eq!(run(&["--version"]).stdout, expect);
}

#[test]
fn completions_are_for_the_shell_that_was_asked_for() {
    for (shell, part) in [
        ("bash", "complete -F _hythe"),
        ("zsh", "#compdef hythe"),
        ("fish", "complete -c hythe"),
    ] {
        let ended = run(&["completions", shell]);
        assert_eq!(ended.code, Some(0));
        assert!(ended.stdout.contains(part), "{shell}");
    }
}

#[test]
fn a_bad_flag_is_named_and_exits_2() {
    for (args, name) in [
        (&["serve", "--colour"] as &[&str], "--colour"),
        (&["serve", "--listen", "5000"], "--listen"),
        (&["serve", "--account", "12"], "--account"),
        (&["serve", "--region", "EU"], "--region"),
        (&["serve", "--tls", "on"], "--tls"),
        (&["serve", "--tls", "off"], "--tls"),
        (&["serve", "--tls-cert", "c"], "--tls-key"),
        (&["serve", "--tls-key", "k"], "--tls-cert"),
        (
            &["serve", "--tls", "auto", "--tls-cert", "c", "--tls-key", "k"],
            "--tls",
        ),
        (&["serve", "--log-format", "xml"], "--log-format"),
        (&["account", "create", "7"], "<ID>"),
        (&["account", "create"], "<ID>"),
        (&["iam", "explain", "--action", "ecr:PutImage"], "--principal"),
        (&["token", "revoke"], "<TOKEN|--principal <ARN>>"),
        (&["token", "revoke", "x"], "[TOKEN]"),
        (
            &[
                "account",
                "service-control-policy",
                "111122223333",
                "--set",
                "f",
                "--remove",
            ],
            "--remove",
        ),
        (&["completions", "tcsh"], "<SHELL>"),
        (&["launch"], "launch"),
        (&[], "Usage"),
    ] {
        let ended = run(args);
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(name), "{args:?}: {}", ended.stderr);
        assert_eq!(ended.stdout, "", "{args:?}");
    }
}

#[test]
fn plain_http_beyond_this_machine_is_refused_before_anything_is_made() {
    let place = Place::new();
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let ended = crate::process::end_of(&mut place.command(&["serve", "--listen", listen]));
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        for part in [listen, "--tls-cert", "--tls auto"] {
            assert!(ended.stderr.contains(part), "{part}: {}", ended.stderr);
        }
        assert!(!place.data().exists());
    }
}
