//! Policy texts and what is said of them.

use lifecycle::{Criterion, Dialect, Pattern, Policy, RuleAction, TagList, TagSelection};

use crate::fixture::{policy_text, rules};

const UNREADABLE: &str = "Could not map policyString into LifecyclePolicy.";
const NO_SCHEMA: &str = "instance failed to match exactly one schema (matched 0 out of 2)";
const ANY: &str = r#""tagStatus":"any""#;
const KEEP: &str = r#""countType":"imageCountMoreThan","countNumber":1"#;
const EXPIRE: &str = r#"{"type":"expire"}"#;
const ARCHIVE: &str = r#"{"type":"transition","targetStorageClass":"archive"}"#;

/// What is said of a text, without the words before it; empty when it is valid.
fn said(text: &str) -> String {
    said_in(Dialect::Hythe, text)
}

fn said_in(dialect: Dialect, text: &str) -> String {
    let Err(error) = Policy::parse_as(text, dialect) else {
        return String::new();
    };
    assert!(!error.faults().is_empty());
    let said = error.to_string();
    let rest = said.strip_prefix("Lifecycle policy validation failure: ");
    rest.unwrap().to_owned()
}

fn check(cases: impl IntoIterator<Item = (String, String)>) {
    for (text, expect) in cases {
        assert_eq!(said(&text), expect, "{text}");
    }
}

fn rule(priority: &str, selection: &str, action: &str) -> String {
    format!(r#"{{"rulePriority":{priority},"selection":{{{selection}}},"action":{action}}}"#)
}

fn of(rules: &[String]) -> String {
    format!(r#"{{"rules":[{}]}}"#, rules.join(","))
}

fn selecting(selection: &str) -> String {
    of(&[rule("1", selection, EXPIRE)])
}

fn wrong_type(found: &str, allowed: &str) -> String {
    format!("instance type ({found}) does not match any allowed primitive type (allowed: [\"{allowed}\"])")
}

#[test]
fn all_of_a_policy_is_read() {
    let text = r#"{"rules":[
        {"rulePriority":7,"selection":{"tagStatus":"any","countType":"sinceImagePulled","countUnit":"days",
         "countNumber":90,"storageClass":"standard"},"action":{"type":"transition","targetStorageClass":"archive"}},
        {"rulePriority":2,"description":"old","selection":{"tagStatus":"tagged","tagPrefixList":["a","b"],
         "countType":"sinceImagePushed","countUnit":"days","countNumber":3},"action":{"type":"expire"}},
        {"rulePriority":9,"selection":{"tagStatus":"any","storageClass":"archive","countUnit":"days",
         "countType":"sinceImageTransitioned","countNumber":90},"action":{"type":"expire"}},
        {"rulePriority":1,"description":"","selection":{"tagStatus":"tagged","tagPatternList":["a*"],
         "countType":"imageCountMoreThan","countNumber":4},"action":{"type":"expire"}}]}"#;
    let policy = Policy::parse(text).unwrap();
    let [first, second, third, fourth] = policy.rules() else {
        panic!("{policy:?}")
    };
    assert_eq!((first.priority, first.description.as_deref()), (1, Some("")));
    assert_eq!(first.criterion, Criterion::ImageCountMoreThan { count: 4 });
    let patterns = vec![Pattern::parse("a*").unwrap()];
    assert_eq!(first.tags, TagSelection::Tagged(TagList::Patterns(patterns)));
    assert_eq!((second.priority, second.description.as_deref()), (2, Some("old")));
    assert_eq!(second.criterion, Criterion::SinceImagePushed { days: 3 });
    let prefixes = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(second.tags, TagSelection::Tagged(TagList::Prefixes(prefixes)));
    assert_eq!((third.priority, &third.tags), (7, &TagSelection::Any));
    assert_eq!(third.criterion, Criterion::SinceImagePulled { days: 90 });
    assert_eq!(
        (third.action, third.description.as_deref()),
        (RuleAction::Transition, None)
    );
    assert_eq!(fourth.criterion, Criterion::SinceImageTransitioned { days: 90 });
    assert_eq!((fourth.priority, fourth.action), (9, RuleAction::Expire));
}

#[test]
fn what_is_no_json_object() {
    let texts = [
        "",
        " ",
        "x",
        "null",
        "[]",
        "\"rules\"",
        "1",
        "{",
        "{}}",
        "{\"rules\":[],}",
        "{\"rules\":[],\"rules\":[]}",
    ];
    let twice = selecting(&format!(r#"{ANY},{KEEP},"tagStatus":"untagged""#));
    let deep = format!("{}{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let texts = texts.map(str::to_owned).into_iter().chain([twice, deep]);
    check(texts.map(|text| (text, UNREADABLE.to_owned())));
}

#[test]
fn properties_and_types() {
    let missing = |names| format!("object has missing required properties ({names})");
    let not_allowed =
        |names| format!("object instance has properties which are not allowed by the schema: ({names})");
    let none = "array is too short: must have at least 1 elements but instance has 0 elements";
    let two_types = [wrong_type("null", "object"), wrong_type("boolean", "object")];
    let any = format!("{ANY},{KEEP}");
    let described = of(&[rule("1", &any, EXPIRE).replacen('{', r#"{"description":null,"#, 1)]);
    for (text, expect) in [
        ("{}", missing(r#"["rules"]"#)),
        (
            r#"{"rules":[{}]}"#,
            missing(r#"["action","rulePriority","selection"]"#),
        ),
        (r#"{"rules":[]}"#, none.to_owned()),
        (
            r#"{"rule":1}"#,
            [missing(r#"["rules"]"#), not_allowed(r#"["rule"]"#)].join("\n"),
        ),
        (r#"{"rules":{}}"#, wrong_type("object", "array")),
        (r#"{"rules":null}"#, wrong_type("null", "array")),
        (r#"{"rules":[null,true]}"#, two_types.join("\n")),
        (
            &selecting(&format!(r#"{any},"z":1,"b\"":2"#)),
            not_allowed(r#"["b\"","z"]"#),
        ),
        (
            &selecting(""),
            missing(r#"["countNumber","countType","tagStatus"]"#),
        ),
        (
            &of(&[rule("1", &any, "\"expire\"")]),
            wrong_type("string", "object"),
        ),
        (&described, wrong_type("null", "string")),
    ] {
        check([(text.to_owned(), expect)]);
    }
}

#[test]
fn numbers() {
    let low = |minimum: u32, found: &str| {
        format!("numeric instance is lower than the required minimum (minimum: {minimum}, found: {found})")
    };
    for (number, expect) in [
        ("1", String::new()),
        ("2147483647", String::new()),
        ("2147483648", UNREADABLE.to_owned()),
        ("18446744073709551615", UNREADABLE.to_owned()),
        ("0", low(1, "0")),
        ("-3", low(1, "-3")),
        ("1.0", wrong_type("number", "integer")),
        ("1e1", wrong_type("number", "integer")),
        ("\"1\"", wrong_type("string", "integer")),
        ("null", wrong_type("null", "integer")),
    ] {
        let count = format!(r#"{ANY},"countType":"imageCountMoreThan","countNumber":{number}"#);
        check([
            (
                of(&[rule(number, &format!("{ANY},{KEEP}"), EXPIRE)]),
                expect.clone(),
            ),
            (selecting(&count), expect),
        ]);
    }
    for (days, expect) in [("90", String::new()), ("89", low(90, "89")), ("0", low(1, "0"))] {
        let selection = format!(
            r#"{ANY},"storageClass":"archive","countType":"sinceImageTransitioned","countUnit":"days","countNumber":{days}"#
        );
        check([(selecting(&selection), expect)]);
    }
}

#[test]
fn what_goes_together() {
    for count in [
        "imageCountMoreThan",
        "sinceImagePushed",
        "sinceImagePulled",
        "sinceImageTransitioned",
        "x",
    ] {
        for unit in [
            "",
            r#","countUnit":"days""#,
            r#","countUnit":"hours""#,
            r#","countUnit":null"#,
        ] {
            for class in [
                "",
                r#","storageClass":"standard""#,
                r#","storageClass":"archive""#,
                r#","storageClass":1"#,
            ] {
                for action in [EXPIRE, ARCHIVE] {
                    let in_days = unit.contains("days");
                    let standard = class.is_empty() || class.contains("standard");
                    let fits = match count {
                        "imageCountMoreThan" => unit.is_empty() && standard,
                        "sinceImagePushed" | "sinceImagePulled" => in_days && standard,
                        "sinceImageTransitioned" => in_days && class.contains("archive"),
                        _ => false,
                    };
                    let expect = match (fits, count, action) {
                        (false, ..) => NO_SCHEMA,
                        (_, "sinceImageTransitioned", ARCHIVE) => {
                            "Must specify action type=EXPIRE when countType=SINCE_IMAGE_TRANSITIONED."
                        }
                        _ => "",
                    };
                    let selection = format!(r#"{ANY},"countType":"{count}","countNumber":90{unit}{class}"#);
                    let text = of(&[rule("1", &selection, action)]);
                    let pulled = fits && count == "sinceImagePulled" && action == EXPIRE;
                    let in_ecr = if pulled {
                        "Must specify action type=TRANSITION when countType=SINCE_IMAGE_PULLED."
                    } else {
                        expect
                    };
                    assert_eq!(said_in(Dialect::Ecr, &text), in_ecr, "{text}");
                    check([(text, expect.to_owned())]);
                }
            }
        }
    }
}

#[test]
fn actions() {
    let pulled = format!(r#"{ANY},"countType":"sinceImagePushed","countUnit":"days","countNumber":1"#);
    for action in [
        "{}",
        r#"{"type":"Expire"}"#,
        r#"{"type":"transition"}"#,
        r#"{"type":"expire","targetStorageClass":null}"#,
        r#"{"type":"expire","targetStorageClass":"archive"}"#,
        r#"{"type":"transition","targetStorageClass":"standard"}"#,
        r#"{"type":null}"#,
        r#"{"type":"expire","x":1}"#,
        r#"{"targetStorageClass":"archive"}"#,
    ] {
        check([(of(&[rule("1", &pulled, action)]), NO_SCHEMA.to_owned())]);
    }
}

#[test]
fn lists_of_tags() {
    let wildcards = "A tag pattern can have at most 4 wildcards (*).";
    let no_list = "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.";
    let both = "Must specify only one of tagPrefixList and tagPatternList.";
    let only_tagged = "tagPrefixList and tagPatternList can only be specified when tagStatus=TAGGED.";
    let empty = "string \"\" is too short (length: 0, required minimum: 1)";
    let status =
        "instance value (\"TAGGED\") not found in enum (possible values: [\"any\",\"tagged\",\"untagged\"])";
    let (no_array, no_string) = (wrong_type("string", "array"), wrong_type("integer", "string"));
    for (selection, expect) in [
        (r#""tagStatus":"tagged""#, no_list),
        (r#""tagStatus":"tagged","tagPrefixList":[]"#, no_list),
        (
            r#""tagStatus":"tagged","tagPrefixList":["a"],"tagPatternList":["b"]"#,
            both,
        ),
        (
            r#""tagStatus":"tagged","tagPrefixList":["a"],"tagPatternList":[]"#,
            "",
        ),
        (r#""tagStatus":"any","tagPrefixList":["a"]"#, only_tagged),
        (r#""tagStatus":"untagged","tagPatternList":["a"]"#, only_tagged),
        (r#""tagStatus":"untagged","tagPatternList":[]"#, ""),
        (
            r#""tagStatus":"tagged","tagPatternList":["*test*1*2*3","test*1*2*3*"]"#,
            "",
        ),
        (
            r#""tagStatus":"tagged","tagPatternList":["test*1*2*3*4*5*6"]"#,
            wildcards,
        ),
        (r#""tagStatus":"tagged","tagPrefixList":["test*1*2*3*4*5*6"]"#, ""),
        (r#""tagStatus":"tagged","tagPrefixList":[""]"#, empty),
        (r#""tagStatus":"tagged","tagPatternList":["a","",""]"#, empty),
        (r#""tagStatus":"tagged","tagPrefixList":"a""#, &no_array),
        (r#""tagStatus":"tagged","tagPrefixList":["a",1,2,3]"#, &no_string),
        (r#""tagStatus":"TAGGED","tagPrefixList":["a"]"#, status),
        (r#""tagStatus":7"#, &no_string),
    ] {
        check([(selecting(&format!("{selection},{KEEP}")), expect.to_owned())]);
    }
}

#[test]
fn rules_beside_each_other() {
    let untagged = "Only one rule can select Untagged images per storage class.";
    let any = "Rule for tagStatus=ANY must have the lowest priority per storage class";
    let list = "Only one rule can have the same set of tag prefixes or patterns per storage class.";
    for (short, expect) in [
        ("1 untagged keep 1; 2 any keep 1", ""),
        ("2 any keep 1; 1 untagged keep 1", ""),
        ("1 any keep 1; 2 untagged keep 1", any),
        ("1 any keep 1; 2 any keep 2", any),
        ("1 any keep 1; 2 any archived 90", ""),
        (
            "1 any keep 1; 2 a archived 90; 3 any archived 90; 4 b archived 90",
            any,
        ),
        ("1 untagged keep 1; 2 untagged pushed 1", untagged),
        ("1 untagged keep 1 archive; 2 untagged pushed 1", untagged),
        ("1 untagged keep 1; 2 untagged archived 90", ""),
        ("1 a keep 1; 1 b keep 1", "Only one rule can have rulePriority=1."),
        (
            "4 a keep 1; 1 b keep 1; 4 c keep 1; 4 d keep 1",
            "Only one rule can have rulePriority=4.",
        ),
        ("1 a&b keep 1; 2 b&a pushed 1", list),
        ("1 a&b keep 1; 2 b&a&b pushed 1", list),
        ("1 ^a keep 1; 2 ^a pushed 1", list),
        ("1 ^a keep 1; 2 a pushed 1", ""),
        ("1 a&b keep 1; 2 a keep 1; 3 b keep 1", ""),
        ("1 a keep 1; 2 a archived 90", ""),
    ] {
        check([(policy_text(&rules(short)), expect.to_owned())]);
    }
    let all = "1 untagged keep 1; 1 any keep 1; 2 untagged keep 1; 3 ^a keep 1; 4 ^a keep 1";
    let expect = format!("Only one rule can have rulePriority=1.\n{untagged}\n{any}\n{list}");
    check([(policy_text(&rules(all)), expect)]);
}

#[test]
fn faults_of_form_come_first_and_all() {
    let text = r#"{"rules":[{"rulePriority":0,"x":1,"selection":{"tagStatus":"all","tagPrefixList":null,
        "countType":"imageCountMoreThan","countUnit":"days","countNumber":"9"},"action":{}},
        {"rulePriority":1,"selection":{"tagStatus":"tagged","countType":"imageCountMoreThan","countNumber":1},
        "action":{"type":"expire"}}]}"#;
    let expect = [
        "object instance has properties which are not allowed by the schema: ([\"x\"])",
        "numeric instance is lower than the required minimum (minimum: 1, found: 0)",
        "instance value (\"all\") not found in enum (possible values: [\"any\",\"tagged\",\"untagged\"])",
        &wrong_type("null", "array"),
        &wrong_type("string", "integer"),
        NO_SCHEMA,
        NO_SCHEMA,
    ];
    assert_eq!(said(text), expect.join("\n"));
}

#[test]
fn limits() {
    let many = |count: u32| {
        let rules = (1..=count).map(|number| {
            let tags = format!(r#""tagStatus":"tagged","tagPrefixList":["p{number}"]"#);
            rule(&number.to_string(), &format!("{tags},{KEEP}"), EXPIRE)
        });
        of(&rules.collect::<Vec<_>>())
    };
    assert_eq!(said(&many(50)), "");
    let expect = "array is too long: must have at most 50 elements but instance has 51 elements";
    assert_eq!(said(&many(51)), expect);

    // Characters, not bytes.
    let described = |characters: usize| {
        let rule = rule("1", &format!("{ANY},{KEEP}"), EXPIRE);
        let text = of(&[rule.replacen('{', r#"{"description":"é","#, 1)]);
        let missing = characters - text.chars().count();
        text.replacen('é', &"é".repeat(missing + 1), 1)
    };
    assert_eq!(described(30_720).chars().count(), 30_720);
    assert_eq!(said(&described(30_720)), "");
    assert_eq!(
        said(&described(30_721)),
        "The policy text must have at most 30720 characters."
    );
}

#[test]
fn what_is_ours() {
    let keep = r#"{"type":"keep"}"#;
    let untag = r#"{"type":"untag"}"#;
    let tagged = r#""tagStatus":"tagged","tagPrefixList":["a"]"#;
    let any_of = r#""tagListMatch":"any""#;
    let pulled = r#""countType":"sinceImagePulled","countUnit":"days","countNumber":1"#;
    let archived = r#""storageClass":"archive","countType":"sinceImageTransitioned","countUnit":"days","countNumber":90"#;
    let low = "numeric instance is lower than the required minimum (minimum: 1, found: 0)";
    let no_array = wrong_type("array", "string");
    for (selection, action, expect) in [
        (ANY.to_owned(), keep, ""),
        (tagged.to_owned(), keep, ""),
        (format!("{tagged},{any_of}"), keep, ""),
        (format!(r#"{ANY},"storageClass":"archive""#), keep, ""),
        (format!(r#"{ANY},"storageClass":"standard""#), keep, ""),
        (format!(r#"{ANY},"storageClass":"x""#), keep, NO_SCHEMA),
        (format!("{ANY},{KEEP}"), keep, NO_SCHEMA),
        (format!("{ANY},{pulled}"), keep, NO_SCHEMA),
        (format!(r#"{ANY},"countNumber":1"#), keep, NO_SCHEMA),
        (format!(r#"{ANY},"countUnit":"days""#), keep, NO_SCHEMA),
        (
            format!(r#"{ANY},"countType":"newestImageCount","countNumber":1"#),
            keep,
            "",
        ),
        (
            format!(r#"{ANY},"countType":"newestImageCount","countNumber":0"#),
            keep,
            low,
        ),
        (
            format!(r#"{ANY},"countType":"newestImageCount""#),
            keep,
            NO_SCHEMA,
        ),
        (
            format!(r#"{ANY},"countType":"newestImageCount","countUnit":"days","countNumber":1"#),
            keep,
            NO_SCHEMA,
        ),
        (
            format!(r#"{ANY},"countType":"imagePulledWithin","countUnit":"days","countNumber":1"#),
            keep,
            "",
        ),
        (
            format!(r#"{ANY},"countType":"imagePulledWithin","countNumber":1"#),
            keep,
            NO_SCHEMA,
        ),
        (
            format!(
                r#"{ANY},"countType":"imagePushedWithin","countUnit":"days","countNumber":1,"storageClass":"archive""#
            ),
            keep,
            NO_SCHEMA,
        ),
        (
            format!(r#"{ANY},"countType":"imagePushedWithin","countUnit":"days","countNumber":1"#),
            EXPIRE,
            NO_SCHEMA,
        ),
        (
            ANY.to_owned(),
            r#"{"type":"keep","targetStorageClass":"archive"}"#,
            NO_SCHEMA,
        ),
        (format!("{tagged},{KEEP}"), untag, ""),
        (format!("{tagged},{pulled}"), untag, ""),
        (format!("{tagged},{any_of},{pulled}"), untag, ""),
        (
            format!("{ANY},{KEEP}"),
            untag,
            "Must specify tagStatus=TAGGED when action type=UNTAG.",
        ),
        (
            format!("{tagged},{archived}"),
            untag,
            "Must specify action type=EXPIRE when countType=SINCE_IMAGE_TRANSITIONED.",
        ),
        (format!("{ANY},{pulled}"), EXPIRE, ""),
        (
            format!("{ANY},{any_of},{KEEP}"),
            EXPIRE,
            "tagListMatch can only be specified when tagStatus=TAGGED.",
        ),
        (
            format!(r#"{tagged},"tagListMatch":"all",{KEEP}"#),
            EXPIRE,
            "instance value (\"all\") not found in enum (possible values: [\"any\"])",
        ),
        (
            format!(r#"{tagged},"tagListMatch":["any"],{KEEP}"#),
            EXPIRE,
            &no_array,
        ),
    ] {
        let text = of(&[rule("1", &selection, action)]);
        check([(text.clone(), expect.to_owned())]);
        assert_ne!(said_in(Dialect::Ecr, &text), "", "{text}");
    }
    let beside = "Only one rule can have the same set of tag prefixes or patterns per storage class.";
    for (short, expect) in [
        ("1 any stay; 2 any newest 3; 3 any keep 1", ""),
        ("1 untagged stay; 2 untagged newest 3; 3 untagged keep 1", ""),
        ("1 a stay; 2 a newest 3; 3 a keep 1; 4 a keep 2 untag", ""),
        ("1 a keep 1 untag; 2 a pushed 2 untag", beside),
        ("1 a&b keep 1; 2 a|b keep 1", ""),
        ("1 a|b keep 1; 2 b|a keep 1", beside),
        (
            "1 any pulled 3; 2 any keep 1",
            "Rule for tagStatus=ANY must have the lowest priority per storage class",
        ),
    ] {
        check([(policy_text(&rules(short)), expect.to_owned())]);
    }
}
