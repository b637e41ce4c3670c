//! What one more exchange and an export cost among more and more of them, and the plot of all such figures.
//!
//! In: the number of findings to go up to, as the first argument; then, as the second, the path of a file with curves that the
//! browser gave, and as the third where the plot goes. Out: the curves as JSON.

#![expect(clippy::print_stdout, reason = "the curves are what it says")]

#[path = "support/traffic.rs"]
mod traffic;

use grantlens::{
    har::{Entry, WireEntry},
    recorder::Recorder,
    report::SessionSource,
};
use plotters::prelude::*;
use std::{collections::BTreeMap, fs, time::Instant};

/// For each act, its cost in milliseconds at each number of findings.
type Curves = BTreeMap<String, Vec<(f64, f64)>>;

/// So many exchanges are timed at each size, and the cheapest of so many exports.
const MORE: usize = 200;
const EXPORTS: usize = 3;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let Some(most) = arguments.first().map(|most| most.parse().expect("a number of findings")) else { return };
    let mut curves = native(most);
    if let [_, from_browser, picture] = &arguments[..] {
        let text = fs::read_to_string(from_browser).expect("the browser's curves");
        let browser: Curves = serde_json::from_str(&text).expect("curves");
        curves.extend(browser.into_iter().map(|(act, points)| (format!("{act} (Chromium)"), points)));
        draw(picture, &curves).expect("the plot can be drawn");
    }
    println!("{}", serde_json::to_string(&curves).expect("JSON"));
}

fn native(most: usize) -> Curves {
    let entry = |at| -> Entry {
        serde_json::from_value::<WireEntry>(traffic::token_exchange(at)).expect("an entry").into_entry()
    };
    let mut recorder = Recorder::new([7; 32], SessionSource::Devtools);
    let mut curves = Curves::new();
    let mut at = 0;
    for size in [100, 1_000, 10_000, 100_000].into_iter().filter(|size| *size <= most) {
        while at < size {
            recorder.observe(&entry(at));
            at += 1;
        }
        let mut costs: Vec<_> = (0..MORE)
            .map(|_| {
                let next = entry(at);
                at += 1;
                millis(|| _ = recorder.observe(&next))
            })
            .collect();
        costs.sort_by(f64::total_cmp);
        let export = (0..EXPORTS).map(|_| millis(|| _ = recorder.export())).fold(f64::INFINITY, f64::min);
        let count = f64::from(u32::try_from(size).expect("a small number"));
        curves.entry("one more exchange (native)".to_owned()).or_default().push((count, costs[MORE / 2]));
        curves.entry("an export (native)".to_owned()).or_default().push((count, export));
    }
    curves
}

fn millis(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

/// Both axes are logarithmic: what is flat lies level, and what grows with the number of findings rises as the dashes do.
fn draw(path: &str, curves: &Curves) -> Result<(), Box<dyn std::error::Error>> {
    let points = || curves.values().flatten();
    let most = points().map(|(count, _)| *count).fold(100.0, f64::max);
    let (least_cost, most_cost) =
        points().fold((f64::MAX, 0.0_f64), |(low, high), (_, cost)| (low.min(*cost), high.max(*cost)));
    let area = SVGBackend::new(path, (900, 520)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .x_label_area_size(48)
        .y_label_area_size(72)
        .build_cartesian_2d((100.0..most * 1.2).log_scale(), (least_cost / 2.0..most_cost * 2.0).log_scale())?;
    chart
        .configure_mesh()
        .light_line_style(WHITE.mix(0.0))
        .x_desc("findings in the session")
        .y_desc("milliseconds")
        .x_label_formatter(&|count| format!("{count:.0}"))
        .y_label_formatter(&|cost| format!("{cost}"))
        .label_style(("sans-serif", 15))
        .draw()?;
    for (number, (act, points)) in curves.iter().enumerate() {
        let colour = Palette99::pick(number).to_rgba();
        chart
            .draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)).point_size(4))?
            .label(act)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(2)));
    }
    let linear = [(100.0, least_cost), (most, least_cost * most / 100.0)];
    chart
        .draw_series(DashedLineSeries::new(linear, 6, 6, BLACK.mix(0.4).stroke_width(1)))?
        .label("linear growth")
        .legend(|(x, y)| PathElement::new([(x, y), (x + 20, y)], BLACK.mix(0.4)));
    chart
        .configure_series_labels()
        .background_style(WHITE)
        .border_style(BLACK.mix(0.3))
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(("sans-serif", 15))
        .draw()?;
    area.present()?;
    Ok(())
}
