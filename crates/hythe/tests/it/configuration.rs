//! Flags over environment over file, and messages that say where a mistake is.

use crate::process::{Place, Serving, end_of, hythe};

#[test]
fn a_mistake_in_the_file_names_file_line_and_key() {
    let place = Place::new();
    let file = place.path("hythe.toml");
    for (text, line, key) in [
        ("region = \"home\"\ncolour = \"red\"\n", 2, "colour"),
        ("\n[limits]\nconnections = \"many\"\n", 3, "limits.connections"),
        ("account = \"1\"\n", 1, "account"),
        ("data = \n", 1, ""),
    ] {
        std::fs::write(&file, text).unwrap();
        let ended = end_of(place.command(&["serve"]).arg("--config").arg(&file));
        assert_eq!(ended.code, Some(2), "{text}: {}", ended.stderr);
        let start = format!("error: {}:{line}: {key}", file.display());
        assert!(ended.stderr.starts_with(&start), "{text}: {}", ended.stderr);
    }
    let ended = end_of(
        place
            .command(&["serve"])
            .arg("--config")
            .arg(place.path("none.toml")),
    );
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("none.toml"), "{}", ended.stderr);
}

#[test]
fn a_mistake_in_the_environment_names_the_variable() {
    let place = Place::new();
    let ended = end_of(place.command(&["serve"]).env("HYTHE_LISTEN", "nowhere"));
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    assert!(ended.stderr.contains("HYTHE_LISTEN"), "{}", ended.stderr);
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let place = Place::new();
    let file = place.path("hythe.toml");
    let text = "data = \"data\"\nlisten = \"localhost:0\"\naccount = \"111122223333\"\nregion = \"file\"\n";
    std::fs::write(&file, text).unwrap();
    let region_of = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = hythe(args);
        let command = command.env("HYTHE_CONFIG", &file).envs(variables.iter().copied());
        let serving = Serving::start(command);
        assert!(serving.url.starts_with("http://localhost:"), "{}", serving.url);
        serving.stop();
        place.read("server.toml")
    };
    assert!(region_of(&["serve"], &[]).contains("region = \"file\""));
    let variables = [("HYTHE_REGION", "environment")];
    assert!(region_of(&["serve"], &variables).contains("region = \"environment\""));
    let flags = ["serve", "--region", "flag"];
    assert!(region_of(&flags, &variables).contains("region = \"flag\""));
}
