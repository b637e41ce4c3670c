//! Any HAR file in any slices is read or refused, the same as in one piece, and nothing of it leaks.
#![no_main]

use grantlens::{har, intake::Evidence};
use grantlens_fuzz::explained;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((size, text)) = bytes.split_first() else { return };
    let mut sliced = Vec::new();
    let mut count = 0;
    let mut reader = har::Reader::default();
    let mut refused = false;
    for slice in text.chunks(usize::from(*size) + 1) {
        let mut take = |entry: Result<Option<har::Entry>, usize>| {
            count += 1;
            sliced.extend(entry.ok().flatten().map(Evidence::from));
        };
        refused = reader.push(slice, &mut take).is_err();
        if refused {
            break;
        }
    }
    refused = refused || reader.finish().is_err();
    let mut whole = 0;
    let read = har::read_file(text, |_| whole += 1);
    assert_eq!((count, refused), (whole, read.is_err()), "slices of {}", usize::from(*size) + 1);
    explained(sliced);
});
