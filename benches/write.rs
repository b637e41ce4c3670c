//! Writes the HAR file that the browser and the command are measured with: `write PATH BYTES`.

#[path = "support/traffic.rs"]
mod traffic;

use std::{
    fs::File,
    io::{BufWriter, Write},
};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let (Some(path), Some(size)) = (arguments.next(), arguments.next()) else { return };
    let size = size.parse().expect("a number of bytes");
    let mut file = BufWriter::new(File::create(path).expect("the file can be made"));
    traffic::write_har(size, &mut |part| file.write_all(part.as_bytes()).expect("the file can be written"));
    file.flush().expect("the file can be written");
}
