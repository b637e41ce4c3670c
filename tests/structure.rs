//! The caretaker: directions between modules, and what may stand where. Each failure says what to do instead.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `folder` with one of these endings, with its path from the root and its text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true if path.ends_with("node_modules") => {}
                true => walk(&path, found),
                false => found.push(path),
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    let readable = found.into_iter().filter(|path| {
        path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending.to_str() == Some(wanted)))
    });
    readable
        .map(|path| {
            let name = path.strip_prefix(root()).expect("files lie under the root").display().to_string();
            (name, fs::read_to_string(&path).expect("source is UTF-8"))
        })
        .collect()
}

/// The code of a Rust file without its tests and its comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[path = "structure/words.rs"]
mod words;

/// Which modules of the core each module may use. Everything that is not listed is forbidden.
const IMPORTS: &[(&str, &[&str])] = &[
    ("time", &[]),
    ("prose", &[]),
    ("report", &[]),
    ("overwrite", &[]),
    ("selfcheck", &["secret"]),
    ("secret", &["overwrite", "report"]),
    ("har", &["overwrite", "report", "time", "exchange"]),
    ("credentials", &["report"]),
    ("sighting", &["exchange", "report"]),
    ("exchange", &["causes", "credentials", "har", "library", "providers", "report", "secret", "sighting", "time"]),
    ("library", &["exchange", "har", "pattern", "report"]),
    ("pattern", &[]),
    ("providers", &["pattern"]),
    (
        "intake",
        &["causes", "credentials", "exchange", "har", "library", "pattern", "providers", "report", "sighting", "time"],
    ),
    ("timeline", &["exchange", "report", "secret"]),
    ("checks", &["exchange", "report", "secret", "time", "timeline", "intake"]),
    ("causes", &["checks", "exchange", "report"]),
    ("diagnose", &["causes", "checks", "exchange", "report", "timeline"]),
    (
        "redact",
        &["causes", "checks", "diagnose", "exchange", "prose", "report", "secret", "selfcheck", "time", "timeline"],
    ),
    (
        "recorder",
        &[
            "causes",
            "diagnose",
            "exchange",
            "har",
            "intake",
            "redact",
            "report",
            "secret",
            "selfcheck",
            "sighting",
            "timeline",
        ],
    ),
    ("render", &["prose", "render", "report", "time"]),
    ("viewer", &["prose", "report", "time", "viewer"]),
    ("web", &["har", "intake", "recorder", "render", "report", "selfcheck", "viewer"]),
];

#[test]
fn modules_import_in_one_direction() {
    let mut wrong = Vec::new();
    for (name, text) in files("src", &["rs"]) {
        let module =
            name.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().unwrap_or_default().to_owned();
        if matches!(module.as_str(), "lib" | "main" | "cli") {
            continue;
        }
        let Some((_, allowed)) = IMPORTS.iter().find(|(listed, _)| *listed == module) else {
            wrong.push(format!(
                "{name}: module `{module}` is not in the import table of tests/structure.rs and ARCHITECTURE.md"
            ));
            continue;
        };
        for used in used_modules(&code(&text)) {
            if used != module && !allowed.contains(&used.as_str()) {
                wrong.push(format!(
                    "{name} uses crate::{used}; {module} may use {allowed:?}. Hand the value in as an argument, or move the code \
                     to where both sides may see it"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first path segments after `crate::`, in `use` groups too.
fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for part in code.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let mut depth = 1;
            let mut word = String::new();
            let mut at_start = true;
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => at_start = true,
                    _ if letter.is_alphanumeric() || letter == '_' => {
                        if depth == 1 && at_start {
                            word.push(letter);
                        }
                        continue;
                    }
                    _ => {}
                }
                if !word.is_empty() {
                    used.push(std::mem::take(&mut word));
                    at_start = false;
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            used.push(part.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect());
        }
    }
    used.retain(|module| module.chars().next().is_some_and(char::is_lowercase));
    used
}

#[test]
fn the_import_table_sees_through_groups() {
    let code = "use crate::{\n exchange::{Exchange, uri},\n report::Kind,\n};\nfn f() { crate::time::x() }";
    assert_eq!(used_modules(code), ["exchange", "report", "time"]);
}

#[test]
fn the_import_table_of_the_architecture_is_the_one_executed() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for (module, allowed) in IMPORTS {
        let listed = allowed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let row = format!("| `{module}` | {} |", if listed.is_empty() { "nothing" } else { &listed });
        assert!(text.contains(&row), "ARCHITECTURE.md lacks this row of the import table:\n{row}");
    }
}

#[test]
fn secrets_are_opened_in_few_places() {
    let allowed = [
        "src/secret.rs",
        "src/exchange.rs",
        "src/exchange/answer.rs",
        "src/exchange/client.rs",
        "src/exchange/held.rs",
        "src/exchange/held/key.rs",
        "src/exchange/json.rs",
        "src/exchange/jwk.rs",
        "src/exchange/jwt.rs",
        "src/exchange/parameters.rs",
        "src/exchange/redirect.rs",
    ];
    for (name, text) in files("src", &["rs"]) {
        let opens = code(&text).contains(".expose()") || code(&text).contains("Secret::expose");
        assert!(
            !opens || allowed.contains(&name.as_str()),
            "{name} opens a Secret. Only what decodes a value may (the readers of src/exchange); judge sealed values instead"
        );
    }
}

#[test]
fn only_the_extension_names_the_browser() {
    for folder in ["src", "www", "web"] {
        for (name, text) in files(folder, &["rs", "js", "html", "css"]) {
            for word in ["chrome.", "browser."] {
                let at = text.lines().position(|line| {
                    // A sentence may end with the word; an API goes on with a name.
                    line.split(word).skip(1).any(|rest| rest.starts_with(|letter: char| letter.is_ascii_lowercase()))
                });
                assert!(
                    at.is_none(),
                    "{name}:{}: `{word}` belongs into extension/, which hands over what is needed",
                    at.unwrap_or(0) + 1
                );
            }
        }
    }
}

#[test]
fn nothing_writes_markup_or_reaches_out() {
    let forbidden = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "localStorage",
        "local_storage",
        "sessionStorage",
        "session_storage",
        "indexedDB",
        "caches.open",
        "document.cookie",
        "set_inner_html",
    ];
    for folder in ["extension", "www", "web", "src"] {
        for (name, text) in files(folder, &["rs", "js", "html"]) {
            let text =
                if Path::new(&name).extension().is_some_and(|ending| ending == "rs") { code(&text) } else { text };
            for word in forbidden {
                // Settings are kept, in one place; what may be among them is checked in tests/viewer.rs.
                if name == "www/settings.js" && word == "localStorage" {
                    continue;
                }
                assert!(
                    !text.contains(word),
                    "{name} says `{word}`. Text enters a page as text, nothing leaves the machine, and nothing \
                     but the settings is stored (www/settings.js)"
                );
            }
        }
    }
    let pages = ["www", "web", "extension"].into_iter().flat_map(|folder| files(folder, &["html"]));
    for (name, text) in pages {
        for word in [" style=", "<style", " onclick", " onload", "javascript:", "http:", "https:"] {
            assert!(
                !text.contains(word),
                "{name} says `{word}`. Pages hold no inline style, no inline script and no address"
            );
        }
    }
}

#[test]
fn messages_go_between_the_page_and_its_own_worker_alone() {
    for folder in ["extension", "www", "web", "src"] {
        for (name, text) in files(folder, &["rs", "js", "html"]) {
            let is_one_of_the_two = matches!(name.as_str(), "www/imports.js" | "www/reader.js");
            assert!(
                is_one_of_the_two || !text.contains("postMessage("),
                "{name} posts a message. Only imports.js and the worker that it starts talk like that"
            );
        }
    }
    let imports = fs::read_to_string(root().join("www/imports.js")).expect("www/imports.js");
    assert!(
        imports.contains("createScriptURL: () => new URL(\"reader.js\", import.meta.url).href"),
        "the one policy of Trusted Types vouches for reader.js, whatever it is asked for"
    );
}

#[test]
fn the_page_that_stands_alone_has_the_policy_of_the_extension() {
    let page = fs::read_to_string(root().join("web/index.html")).expect("web/index.html");
    let manifest = fs::read_to_string(root().join("extension/manifest.json")).expect("the manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().expect("a policy");
    // The standard page of `default-src 'none'` has no objects; Chrome asks extensions to say so.
    let policy = policy.replace(" object-src 'none';", "");
    let found =
        page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").map(|(_, rest)| rest.split('"').next());
    assert_eq!(found.flatten(), Some(policy.as_str()), "web/index.html has the manifest's policy");
    assert!(
        page.find("Content-Security-Policy") < page.find("<link")
            && page.find("Content-Security-Policy") < page.find("<script")
    );
}

#[test]
fn nothing_is_sent_and_nothing_is_written() {
    // The browser's side is held by the policy; natively there is none, so the sources name none of the ways out.
    let everywhere = [
        "std::net",
        "TcpListener",
        "UdpSocket",
        "TcpStream",
        "UnixStream",
        "process::Command",
        "Command::new",
        "extern \"C\"",
    ];
    let writes = ["fs::write", "File::create", "OpenOptions", "create_dir", "remove_file", "rename("];
    let world = ["std::fs", "std::env", "std::process", "SystemTime", "Instant::now", "thread::"];
    for (name, text) in files("src", &["rs"]) {
        let code = code(&text);
        let is_native = name.starts_with("src/cli") || name == "src/main.rs";
        // The bindings to the browser are `extern` by nature; its policy holds there.
        let is_browser = name.starts_with("src/viewer") || name.starts_with("src/web");
        let outside = if is_native { &[][..] } else { &world[..] };
        for word in everywhere.iter().filter(|_| !is_browser).chain(&writes).chain(outside) {
            let found = code.lines().find(|line| {
                line.split(|letter: char| letter.is_whitespace() || letter == '(').any(|part| part.contains(word))
            });
            assert_eq!(
                found, None,
                "{name} says `{word}`. Nothing is sent, nothing is written, and the core knows nothing of the machine"
            );
        }
    }
}

#[test]
fn the_manifest_asks_for_nothing() {
    let text = fs::read_to_string(root().join("extension/manifest.json")).expect("the manifest");
    let manifest: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).expect("the manifest is JSON");
    let mut keys: Vec<_> = manifest.keys().map(String::as_str).collect();
    keys.sort_unstable();
    let wanted = [
        "content_security_policy",
        "default_locale",
        "description",
        "devtools_page",
        "icons",
        "manifest_version",
        "minimum_chrome_version",
        "name",
        "version",
    ];
    assert_eq!(
        keys, wanted,
        "the manifest has exactly these keys: no permission, no host, no background, no content script"
    );
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().expect("a policy");
    assert_eq!(
        policy.split("; ").collect::<Vec<_>>(),
        [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "worker-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types grantlens-reader",
        ],
        "the policy lets the extension's own files in, and nothing else"
    );
    let policies: Vec<_> = manifest["content_security_policy"].as_object().expect("policies").keys().collect();
    assert_eq!(policies, ["extension_pages"]);
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"), "one version, in Cargo.toml and in the manifest");
}

#[test]
fn every_module_says_what_goes_in_and_out() {
    for (name, text) in files("src", &["rs"]) {
        assert!(text.starts_with("//! "), "{name} begins with a `//!` line that says what goes in and what comes out");
    }
}

#[test]
fn every_question_is_asked_by_a_page_and_by_a_test() {
    let pages = files("causes", &["md"]);
    let asked = |name: &str| {
        let quoted = format!("\"{name}\"");
        pages.iter().any(|(page, text)| !page.contains("_template") && text.contains(&quoted))
    };
    let sources = files("src/checks", &["rs"]);
    let questions = sources.iter().flat_map(|(file, text)| {
        let functions = text.split("\npub fn ").skip(1);
        let names = functions.filter_map(|function| function.split_once("(view: View<'_>) -> Answer"));
        names.map(move |(name, _)| (file, text, name.to_owned()))
    });
    let mut count = 0;
    for (file, text, name) in questions {
        count += 1;
        assert!(
            asked(&name),
            "{file} answers `{name}`, and no page of causes/ asks it: write the row that needs it, or take the question out"
        );
        let tests = text.split_once("#[cfg(test)]").map_or("", |(_, tests)| tests);
        assert!(
            tests.contains(&name),
            "no unit test in {file} asks `{name}`; show a yes, a no, and what it cannot tell"
        );
    }
    assert!(count > 100, "only {count} questions were found; this test no longer sees them");
}

#[test]
fn files_stay_small_enough_to_hold_in_the_head() {
    for folder in
        ["src", "catalogue", "extension", "www", "web", "benches", "tests/lab", "tests/e2e", "tests/bench", "xtask/src"]
    {
        for (name, text) in files(folder, &["rs", "js", "mjs", "css"]) {
            let lines = text.lines().count();
            assert!(
                lines <= 500,
                "{name} has {lines} lines; 500 are the most. Which second thought in it deserves a file of its own?"
            );
        }
    }
}

#[test]
fn the_readme_names_verbs_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let build = fs::read_to_string(root().join("build.sh")).expect("build.sh");
    assert!(readme.lines().count() <= 120, "the README has {} lines; 120 are the most", readme.lines().count());
    let verbs: Vec<_> = readme.split("./build.sh ").skip(1).filter_map(|rest| rest.split_whitespace().next()).collect();
    assert!(verbs.len() >= 2, "the README begins with ./build.sh demo and ./build.sh test");
    for verb in verbs {
        let verb = verb.trim_matches(|letter: char| !letter.is_ascii_alphabetic());
        assert!(build.contains(verb), "the README names `./build.sh {verb}`, which build.sh does not know");
    }
}
