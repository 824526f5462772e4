//! Where items, tests and imports are in blanked code.

use std::collections::BTreeSet;

use super::Piece;

/// Starts of the attributes whose items are compiled for tests only.
const TEST_ATTRIBUTES: &[&str] = &[
    "#[cfg(test)]",
    "#[cfg(any(test",
    "#[cfg(all(test",
    "#[test]",
    "#[tokio::test",
];

/// The lines, from 1, of items that are compiled for tests only.
pub(crate) fn tests(code: &[String]) -> BTreeSet<usize> {
    let starts = |code: &str| {
        TEST_ATTRIBUTES
            .iter()
            .any(|attribute| code.starts_with(attribute))
    };
    let mut lines = BTreeSet::new();
    for (index, _) in code.iter().enumerate().filter(|(_, code)| starts(code.trim())) {
        let last = item_end(code, index + 1).unwrap_or(index);
        lines.extend(index + 1..=last + 1);
    }
    lines
}

/// The index of the line where the item ends that starts at the line `from`: at its first `;`, or
/// at the brace that closes its first one.
pub(crate) fn item_end(code: &[String], from: usize) -> Option<usize> {
    let (mut round, mut curly) = (0_i32, 0_i32);
    for (index, line) in code.iter().enumerate().skip(from) {
        for character in line.chars() {
            match character {
                '(' | '[' => round += 1,
                ')' | ']' => round -= 1,
                '{' => curly += 1,
                '}' => curly -= 1,
                ';' if round == 0 && curly == 0 => return Some(index),
                _ => {}
            }
            if character == '}' && curly <= 0 {
                return Some(index);
            }
        }
    }
    None
}

/// The name of the module that the line declares with `;`.
pub(crate) fn declared_module(code: &str) -> Option<&str> {
    let (_, name) = code.trim().strip_suffix(';')?.rsplit_once("mod ")?;
    Some(name.trim())
}

/// What the `use` declarations import, one path each.
pub(crate) fn imports(code: &[String]) -> Vec<Piece> {
    let mut imports = Vec::new();
    for (index, line) in code.iter().enumerate() {
        let trimmed = line.trim_start();
        let declares = trimmed.starts_with("use ") || trimmed.starts_with("pub") && trimmed.contains(" use ");
        let (true, Some(last)) = (declares, item_end(code, index)) else {
            continue;
        };
        let text = code[index..=last].join(" ");
        let Some((_, tree)) = text.split_once("use ") else {
            continue;
        };
        let mut paths = Vec::new();
        flatten("", tree.trim().trim_end_matches(';'), &mut paths);
        let line = index + 1;
        imports.extend(paths.into_iter().map(|text| Piece { line, text }));
    }
    imports
}

/// The paths of a `use` tree: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn flatten(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let Some((head, group)) = tree.split_once('{') else {
        paths.push(format!("{prefix}{}", tree.trim()));
        return;
    };
    let prefix = format!("{prefix}{}", head.trim());
    let group = group.trim();
    let group = group.strip_suffix('}').unwrap_or(group);
    let (mut depth, mut start) = (0_i32, 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                flatten(&prefix, &group[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !group[start..].trim().is_empty() {
        flatten(&prefix, &group[start..], paths);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn imports_are_flattened() {
        let code =
            lines("use a::b;\npub(crate) use std::{\n    fs,\n    io::{self, Read as _}};\nlet x = 1;");
        let found: Vec<_> = imports(&code)
            .into_iter()
            .map(|piece| (piece.line, piece.text))
            .collect();
        let expect = [
            (1, "a::b"),
            (2, "std::fs"),
            (2, "std::io::self"),
            (2, "std::io::Read as _"),
        ];
        assert_eq!(found, expect.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn items_end_where_they_end() {
        for (text, expect) in [
            ("fn f(a: [u8; 3]) {\n  g(|| { 1 });\n}\nfn h() {}", 2),
            ("use a::{b, c};\nfn f() {}", 0),
            ("mod a;\n{}", 0),
            ("fn f()\nwhere A: B,\n{\n}", 3),
        ] {
            assert_eq!(item_end(&lines(text), 0), Some(expect), "{text}");
        }
    }
}
