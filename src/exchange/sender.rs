//! In: a request's header fields. Out: [`Sender`]: what they tell of who sent the request.
//!
//! `Origin` and `Sec-Fetch-Site` are set by browsers and cannot be set by a page (<https://fetch.spec.whatwg.org/#forbidden-request-header>).
//! `Sec-Fetch-Mode` alone says nothing: Node.js's own `fetch` sends it, too. No library is named here.

use super::url::Url;
use crate::{
    har::Entry,
    secret::{Key, Sealed, Secret},
};

/// What the header fields tell of who sent a request.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// True when a browser sent it for a page or an extension.
    pub is_page: bool,
    /// The `code` in the query of the `Referer`, when that names another host than the request does.
    pub referred_code: Option<Sealed>,
    /// The web view inside an app that shows the page, by name; `None` for a browser, and where nothing tells.
    pub web_view: Option<&'static str>,
    /// True when a browser fetched the page ahead, before anybody opened it.
    pub is_prefetch: bool,
}

impl Sender {
    /// Reads the header fields of `entry`, a request to `url`.
    pub(super) fn of(entry: &Entry, url: &Url<'_>, key: &Key) -> Self {
        let is_page = entry.header("origin").is_some() || entry.header("sec-fetch-site").is_some();
        let says =
            |name: &str, word: &str| entry.header(name).is_some_and(|value| value.to_ascii_lowercase().contains(word));
        Self {
            is_page,
            referred_code: entry.header("referer").and_then(|referer| code_in(referer, url, key)),
            web_view: entry.header("user-agent").and_then(web_view),
            is_prefetch: says("sec-purpose", "prefetch") || says("purpose", "prefetch") || says("x-moz", "prefetch"),
        }
    }
}

/// Referers beyond this are not looked at, in bytes.
const LONGEST: usize = 16_384;

fn code_in(referer: &str, url: &Url<'_>, key: &Key) -> Option<Sealed> {
    let referer = Url::split(referer).filter(|_| referer.len() <= LONGEST)?;
    if referer.host == url.host {
        return None;
    }
    let (_, code) = form_urlencoded::parse(referer.query?.as_bytes()).find(|(name, _)| name == "code")?;
    Some(Secret::new(code.into_owned()).seal(key)).filter(|code| code.shape.length > 0)
}

/// The web view that `user_agent` names. Android's says `; wv)`; an app's own browser adds the app's name.
fn web_view(user_agent: &str) -> Option<&'static str> {
    WEB_VIEWS.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
}

const WEB_VIEWS: [(&str, &str); 12] = [
    ("FBAN/", "the Facebook app's browser"),
    ("FBAV/", "the Facebook app's browser"),
    ("FB_IAB/", "the Facebook app's browser"),
    ("Instagram ", "the Instagram app's browser"),
    (" Line/", "the LINE app's browser"),
    ("MicroMessenger/", "the WeChat app's browser"),
    ("LinkedInApp", "the LinkedIn app's browser"),
    ("musical_ly", "the TikTok app's browser"),
    ("BytedanceWebview", "the TikTok app's browser"),
    ("; wv)", "an Android WebView"),
    ("Electron/", "an Electron window"),
    ("WebView", "a web view"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(headers: &[(&str, &str)]) -> Sender {
        let mut entry = Entry::default();
        entry.headers = headers.iter().copied().collect();
        Sender::of(&entry, &Url::split("https://oauth2.googleapis.com/token").expect("an address"), &Key::new([7; 32]))
    }

    #[test]
    fn a_page_is_told_by_what_browsers_alone_send() {
        assert!(sender(&[("Origin", "https://app.example")]).is_page);
        assert!(sender(&[("sec-fetch-site", "cross-site")]).is_page);
        assert!(!sender(&[("sec-fetch-mode", "cors"), ("user-agent", "node")]).is_page);
    }

    #[test]
    fn a_code_in_the_referer_of_another_host() {
        let code = |referer: &str| sender(&[("Referer", referer)]).referred_code;
        assert!(code("https://app.example/cb?state=s&code=4%2F0AEXAMPLE").is_some());
        assert!(code("https://app.example/cb?code=").is_none());
        assert!(code("https://app.example/").is_none());
        assert!(code("https://oauth2.googleapis.com/x?code=4/0AEXAMPLE").is_none());
    }

    #[test]
    fn a_web_view_is_told_from_a_browser() {
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
             Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36";
        assert_eq!(sender(&[("User-Agent", android)]).web_view, Some("an Android WebView"));
        let instagram = format!("{android} Instagram 340.0.0.22.109 Android");
        assert_eq!(sender(&[("user-agent", &instagram)]).web_view, Some("the Instagram app's browser"));
        assert_eq!(sender(&[("user-agent", &android.replace("; wv", ""))]).web_view, None);
        let desktop = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(sender(&[("User-Agent", desktop)]).web_view, None);
    }

    #[test]
    fn a_page_that_is_fetched_ahead_says_so() {
        assert!(sender(&[("Sec-Purpose", "prefetch;prerender")]).is_prefetch);
        assert!(sender(&[("Purpose", "prefetch")]).is_prefetch);
        assert!(sender(&[("X-moz", "prefetch")]).is_prefetch);
        assert!(!sender(&[("Sec-Fetch-Mode", "navigate")]).is_prefetch);
    }
}
