//! In: what was sent. Out: the request as a document, with the notes where they belong.

use leptos::prelude::*;

use super::parameters::{Document, Parameters};
use super::text::sentence;
use super::words;
use crate::report::Request;

#[component]
pub(crate) fn RequestView(request: Request) -> impl IntoView {
    let remarks = request.client_authentication.iter().chain(&request.remarks);
    let remarks = remarks.map(|remark| view! { <p class="remark">{sentence(remark)}</p> }).collect_view();
    view! {
        <section class="request" data-part="request">
            <h3>{words::REQUEST}</h3>
            <div class="document">
                <p class="line">
                    <span class="method">{request.method}</span> " " <bdi class="address">{request.url}</bdi>
                </p>
                <Parameters parameters=request.parameters document=Document::Request { body: request.body }/>
            </div>
            {remarks}
        </section>
    }
}
