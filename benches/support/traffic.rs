//! What a recording of a working day looks like, made at run time: HAR files as DevTools exports them, logs, and single
//! entries. Every secret is invented and says EXAMPLE.
//!
//! The make-up follows what pages load (HTTP Archive's state of the web): scripts with line breaks and quotation marks,
//! images in base64, JSON, pages and style sheets, each with some forty header fields and a stack of the caller. Of 100 MB,
//! 29 entries are OAuth's.

#![allow(dead_code, reason = "each benchmark uses the part that it needs")]

use serde_json::{Value, json};

/// Every so many bytes one entry is OAuth's: 29 in 100 MB.
const SPACING: usize = 100_000_000 / 29;

/// A HAR file of `size` bytes or a little more, indented as DevTools does.
pub fn har(size: usize) -> String {
    let mut text = String::with_capacity(size + (1 << 20));
    write_har(size, &mut |part| text.push_str(part));
    text
}

/// As [`har`], part by part.
pub fn write_har(size: usize, out: &mut dyn FnMut(&str)) {
    let ordinary: Vec<_> = (0..60).map(|at| pretty(&ordinary(at))).collect();
    let (mut length, mut at, mut oauth) = (0, 0, 0);
    let mut put = |part: &str| {
        out(part);
        length += part.len();
        length
    };
    let mut length = put(HEAD);
    while length < size {
        if (length + SPACING / 2) / SPACING > oauth {
            length = put(&pretty(&token_exchange(oauth)));
            oauth += 1;
        } else {
            length = put(&ordinary[at % ordinary.len()]);
            at += 1;
        }
        length = put(if length < size { ",\n" } else { "\n" });
    }
    put("    ]\n  }\n}\n");
}

/// How a file begins that DevTools exports.
const HEAD: &str = r#"{
  "log": {
    "version": "1.2",
    "creator": {
      "name": "WebInspector",
      "version": "537.36"
    },
    "pages": [],
    "entries": [
"#;

/// A server's log of `size` bytes or a little more: a line of a failed token request in every 10,000.
pub fn log(size: usize) -> String {
    let mut text = String::with_capacity(size + 200);
    let mut at = 0_u64;
    while text.len() < size {
        let second = at / 20;
        let (hour, minute, second) = (10 + second / 3600 % 12, second / 60 % 60, second % 60);
        let stamp = format!("2026-01-05T{hour:02}:{minute:02}:{second:02}.{:03}Z", at * 50 % 1000);
        let line = match at % 10_000 {
            9_999 => format!("{stamp} ERROR oauth2: \"invalid_grant\" \"Token has been expired or revoked.\"\n"),
            n if n % 7 == 0 => format!(
                "{stamp} WARN  cache miss for key user:{at}:settings, loading from the database (attempt 1 of 3)\n"
            ),
            n if n % 31 == 0 => format!(
                "{stamp} DEBUG {{\"level\":\"debug\",\"msg\":\"token bucket refilled\",\"bucket\":{n},\"code\":200}}\n"
            ),
            n => format!(
                "{stamp} INFO  GET /api/orders/{at}?page={} 200 in {} ms, user {}, trace {:016x}\n",
                n % 9,
                n % 250,
                at % 5_000,
                at.wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ),
        };
        text.push_str(&line);
        at += 1;
    }
    text
}

/// A failed token request as DevTools tells of it, the `at`th; `padding` bytes of each of: a header field, the initiator's
/// stack, and members of the answer that nobody reads.
pub fn padded(at: usize, padding: usize) -> Value {
    let mut entry = token_exchange(at);
    let long = text_of(padding, 17);
    entry["request"]["headers"].as_array_mut().expect("headers").push(json!({"name": "x-padding", "value": long}));
    entry["_initiator"]["stack"]["callFrames"]
        .as_array_mut()
        .expect("frames")
        .push(json!({"functionName": long, "url": ""}));
    let body = json!({"error": "invalid_grant", "error_description": "Bad Request", "padding": long}).to_string();
    entry["response"]["content"]["text"] = Value::String(body);
    entry
}

/// A failed token request as DevTools tells of it; every `at` sends another refresh token a minute later.
pub fn token_exchange(at: usize) -> Value {
    let body = format!(
        "grant_type=refresh_token&refresh_token=1%2F%2F0gEXAMPLE{at:08}NotARealRefreshTokenEXAMPLE&client_id=123456789012-EXAMPLE.apps.googleusercontent.com&client_secret=GOCSPX-EXAMPLE-not-a-real-one"
    );
    let mut entry = exchange("POST", "https://oauth2.googleapis.com/token", at);
    entry["request"]["postData"] = json!({"mimeType": "application/x-www-form-urlencoded", "text": body, "params": []});
    entry["response"]["status"] = json!(400);
    entry["response"]["content"] = json!({"size": 84, "mimeType": "application/json; charset=utf-8",
        "text": "{\n  \"error\": \"invalid_grant\",\n  \"error_description\": \"Token has been expired or revoked.\"\n}"});
    entry
}

/// An entry that has nothing to do with OAuth.
pub fn ordinary(at: usize) -> Value {
    let kind = at * 7 % 20;
    let path = match kind {
        0..=6 => format!("static/js/chunk-{at}.js?v=3f9a7c2e"),
        7..=12 => format!("images/hero-{at}@2x.webp?w=1280&q=75"),
        13..=16 => format!("api/v2/items?page={at}&size=50&sort=-created"),
        17 | 18 => format!("docs/page-{at}.html"),
        _ => format!("collect?v=2&tid=EXAMPLE&cid={at}&en=page_view&_et=104"),
    };
    let mut entry = exchange("GET", &format!("https://app.example/{path}"), at);
    let size = 6_000 + at * 7_919 % 60 * 1_000;
    let (kind, text, encoding) = match kind {
        0..=6 => ("application/javascript", script(size), None),
        7..=12 => ("image/webp", base64(size, at), Some("base64")),
        13..=16 => ("application/json", items(size / 3), None),
        17 | 18 => ("text/html", page(size / 2), None),
        _ => ("text/plain", String::new(), None),
    };
    entry["response"]["content"] = json!({"size": size, "mimeType": kind, "text": text});
    if let Some(encoding) = encoding {
        entry["response"]["content"]["encoding"] = json!(encoding);
    }
    entry
}

fn exchange(method: &str, url: &str, at: usize) -> Value {
    let header = |name: &str, value: &str| json!({"name": name, "value": value});
    let asked = json!([
        header(":authority", "app.example"),
        header(":method", method),
        header(":path", "/static/js"),
        header(":scheme", "https"),
        header("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"),
        header("accept-encoding", "gzip, deflate, br, zstd"),
        header("accept-language", "en-US,en;q=0.9"),
        header("content-type", if method == "POST" { "application/x-www-form-urlencoded" } else { "text/plain" }),
        header("cookie", &text_of(600, at)),
        header("origin", "https://app.example"),
        header("priority", "u=1, i"),
        header("referer", "https://app.example/"),
        header("sec-ch-ua", "\"Chromium\";v=\"156\", \"Not.A/Brand\";v=\"99\""),
        header("sec-ch-ua-mobile", "?0"),
        header("sec-ch-ua-platform", "\"Linux\""),
        header("sec-fetch-dest", "empty"),
        header("sec-fetch-mode", "cors"),
        header("sec-fetch-site", "cross-site"),
        header(
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
        ),
    ]);
    let answered = json!([
        header("access-control-allow-origin", "https://app.example"),
        header("alt-svc", "h3=\":443\"; ma=2592000"),
        header("cache-control", "public, max-age=31536000, immutable"),
        header("content-encoding", "br"),
        header("content-security-policy", &text_of(300, at + 1)),
        header("content-type", "application/json; charset=utf-8"),
        header("date", "Mon, 05 Jan 2026 10:00:00 GMT"),
        header("etag", "W/\"3f9a7c2e-EXAMPLE\""),
        header("server", "ESF"),
        header("strict-transport-security", "max-age=31536000; includeSubDomains"),
        header("vary", "Origin, X-Origin, Referer"),
        header("x-content-type-options", "nosniff"),
        header("x-frame-options", "SAMEORIGIN"),
        header("x-xss-protection", "0"),
    ]);
    let frames: Vec<_> = (0..12)
        .map(|frame| json!({"functionName": format!("handler{frame}"), "scriptId": "42", "url": "https://app.example/static/js/main-3f9a7c2e.js", "lineNumber": frame, "columnNumber": 10_000 + at}))
        .collect();
    let minute = at % 60;
    let hour = 10 + at / 60 % 12;
    let day = 1 + at / 720 % 28;
    let month = 1 + at / (720 * 28) % 12;
    json!({
        "_connectionId": "1042", "_initiator": {"type": "script", "stack": {"callFrames": frames}}, "_priority": "High", "_resourceType": "fetch",
        "cache": {}, "connection": "443",
        "request": {"method": method, "url": url, "httpVersion": "http/2.0", "headers": asked, "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
        "response": {"status": 200, "statusText": "", "httpVersion": "http/2.0", "headers": answered, "cookies": [], "content": {}, "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 4211, "_error": null},
        "serverIPAddress": "192.0.2.7", "startedDateTime": format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00.{:03}Z", at % 1000), "time": 104.5,
        "timings": {"blocked": 1.2, "dns": -1, "ssl": -1, "connect": -1, "send": 0.3, "wait": 88.1, "receive": 14.9, "_blocked_queueing": 0.9},
    })
}

/// The entry as it stands in an exported file.
fn pretty(entry: &Value) -> String {
    let text = serde_json::to_string_pretty(entry).expect("JSON");
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for line in text.lines() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str("      ");
        out.push_str(line);
    }
    out
}

fn text_of(size: usize, seed: usize) -> String {
    let words = [
        "session",
        "theme=dark",
        "region=eu; ",
        "id-EXAMPLE-",
        "default-src 'self'; ",
        "v2.",
        "consent=all; ",
        "abtest-",
    ];
    let mut text = String::with_capacity(size + 20);
    for at in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(words[(at * 5 + seed) % words.len()]);
    }
    text.truncate(size);
    text
}

fn script(size: usize) -> String {
    let line = "function n(e,t){return t&&(e.className=\"row \"+t.name),e.map(o=>({...o,id:r(o.key)}))}\n  const a = 'x' + /\\d+/.source;\n";
    line.repeat(size / line.len() + 1)
}

fn base64(size: usize, seed: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut state = seed as u64 + 1;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(LETTERS[(state >> 58) as usize])
    };
    (0..size).map(letter).collect()
}

fn items(size: usize) -> String {
    let item =
        r#"{"id":48211,"name":"An item","price":{"amount":1999,"currency":"EUR"},"tags":["a","b"],"inStock":true},"#;
    format!("{{\"items\":[{}null]}}", item.repeat(size / item.len() + 1))
}

fn page(size: usize) -> String {
    let line = "<div class=\"card\">\n\t<p>Größe und Übergröße: 42 €</p>\n</div>\n";
    line.repeat(size / line.len() + 1)
}
