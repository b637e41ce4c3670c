//! Grantlens explains why a Google OAuth token request failed: which cause, how sure, by which evidence, and what to
//! change.
//!
//! In: HTTP exchanges, as HAR entries ([`har`]) or as text ([`intake`]). Out: a [`report::Report`], which holds no
//! credential.
//!
//! Read the modules in the order of an exchange's life:
//!
//! 1. [`har`] and [`intake`] give an [`har::Entry`].
//! 2. [`exchange`] reads it; every credential becomes a [`secret::Secret`] on the line that reads it, and is sealed.
//! 3. [`timeline`] remembers, so that the next exchange can look back.
//! 4. [`checks`] answers named questions; the pages of `causes/`, compiled into [`causes`] and [`prose`], say what the
//!    answers mean; [`diagnose`] reads their tables.
//! 5. [`redact`] describes the result as a [`report::Finding`].
//! 6. [`recorder`] holds a session together, and [`selfcheck`] looks over what leaves it.
//! 7. [`render`] makes text of it; in the browser, `viewer` draws it.
//!
//! ```
//! use grantlens::{intake::{Unreadable, detect}, recorder::Recorder, report::{SessionSource, Standing}};
//!
//! let text = "POST https://oauth2.googleapis.com/token
//!
//! grant_type=refresh_token&refresh_token=ya29.a0EXAMPLE&client_id=EXAMPLE
//!
//! 400
//!
//! {\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}";
//!
//! let mut recorder = Recorder::new([7; 32], SessionSource::Http);
//! for piece in detect::read(text, None, None)? {
//!     recorder.take(&piece);
//! }
//! let strongest = &recorder.findings()[0].causes[0];
//! assert_eq!((&*strongest.id, strongest.standing), ("refresh-token-wrong-kind", Standing::Confirmed));
//! # Ok::<(), Unreadable>(())
//! ```
//!
//! Nothing in here knows a clock, a browser, a file or chance: whatever is needed is handed in.

pub mod causes;
pub mod checks;
pub mod credentials;
pub mod diagnose;
pub mod exchange;
pub mod har;
pub mod intake;
pub mod library;
mod overwrite;
pub mod pattern;
pub mod prose;
pub mod providers;
pub mod recorder;
pub mod redact;
pub mod render;
pub mod report;
pub mod secret;
pub mod selfcheck;
pub mod sighting;
pub mod time;
pub mod timeline;

#[cfg(target_arch = "wasm32")]
mod viewer;
#[cfg(target_arch = "wasm32")]
pub mod web;
