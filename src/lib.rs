//! Grantlens explains why a Google OAuth token request failed.

pub mod prose;
pub mod report;
