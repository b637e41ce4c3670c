//! In: a text that may hold a credential. Out: nothing of it: its memory is overwritten and it is empty.
//!
//! zeroize overwrites the items of a `Vec` one by one, and a stretch of bytes at once, which takes a tenth of the time.

use zeroize::Zeroize;

/// Overwrites `text`, with whatever room it has beyond its end.
pub fn text(text: &mut String) {
    bytes(&mut std::mem::take(text).into_bytes());
}

/// As [`text`], for bytes.
pub fn bytes(bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.spare_capacity_mut().zeroize();
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_left_and_the_room_stays() {
        let mut secret = b"EXAMPLE of a secret".to_vec();
        secret.truncate(7);
        let room = secret.capacity();
        super::bytes(&mut secret);
        assert!(secret.is_empty() && secret.capacity() == room);
        secret.resize(room, 1);
        let mut text = "EXAMPLE".to_owned();
        super::text(&mut text);
        assert!(text.is_empty());
    }
}
