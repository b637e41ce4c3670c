//! In: names, texts, listeners, closures that draw. Out: elements, made by the browser's own calls. No markup is ever parsed:
//! a text becomes a text node, whatever is in it.

use std::borrow::Cow;
use std::cell::RefCell;

use gloo::utils::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, HtmlElement, Node};

use super::signal::{Scope, effect, scoped};

/// An element in the making.
pub(crate) struct Tag(Element);

/// An element of HTML.
pub(crate) fn tag(name: &str) -> Tag {
    Tag(document().create_element(name).expect("the name of an element"))
}

/// An element of SVG.
pub(crate) fn svg(name: &str) -> Tag {
    Tag(document().create_element_ns(Some("http://www.w3.org/2000/svg"), name).expect("the name of an element"))
}

/// A button that does nothing but what its listener does.
pub(crate) fn button(class: &str) -> Tag {
    tag("button").class(class).attr("type", "button")
}

impl Tag {
    pub(crate) fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    pub(crate) fn attr(self, name: &str, value: impl Value) -> Self {
        value.set(&self.0, name);
        self
    }

    /// An attribute that follows what `value` reads.
    pub(crate) fn bind<V: Value>(self, name: &'static str, value: impl Fn() -> V + 'static) -> Self {
        let element = self.0.clone();
        effect(move || value().set(&element, name));
        self
    }

    /// A property of the element's style that follows what `value` reads; without a value the style sheet decides.
    pub(crate) fn bind_style(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.0.clone();
        effect(move || set_style(&element, name, value().as_deref()));
        self
    }

    pub(crate) fn style(self, name: &str, value: &str) -> Self {
        set_style(&self.0, name, Some(value));
        self
    }

    pub(crate) fn child(self, content: impl Content) -> Self {
        content.append(&self.0);
        self
    }

    /// Content that is drawn again when something that `draw` reads has changed.
    pub(crate) fn live<C: Content>(self, draw: impl Fn() -> C + 'static) -> Self {
        self.child(live(draw))
    }

    pub(crate) fn click(self, mut act: impl FnMut() + 'static) -> Self {
        self.on("click", move |_: Event| act())
    }

    /// Calls `act` with each event of that name, which is an `E`. It must not hold the element itself, which could then
    /// never be freed.
    pub(crate) fn on<E: JsCast>(self, name: &str, act: impl FnMut(E) + 'static) -> Self {
        listen(&self.0, name, act);
        self
    }

    /// Lets `slot` hold the element.
    pub(crate) fn held_by<E: JsCast + Clone>(self, slot: &Slot<E>) -> Self {
        slot.0.replace(Some(self.element()));
        self
    }

    pub(crate) fn element<E: JsCast>(&self) -> E {
        self.0.clone().unchecked_into()
    }
}

/// Calls `act` with each event of that name at `target`, which is an `E`.
pub(crate) fn listen<E: JsCast>(target: &EventTarget, name: &str, mut act: impl FnMut(E) + 'static) {
    listen_to(target, name, Box::new(move |event| act(event.unchecked_into())));
}

/// The browser frees the closure together with its target.
fn listen_to(target: &EventTarget, name: &str, act: Box<dyn FnMut(Event)>) {
    let act = Closure::wrap(act).into_js_value();
    target.add_event_listener_with_callback(name, act.unchecked_ref()).expect("a name and a function");
}

fn set_style(element: &Element, name: &str, value: Option<&str>) {
    let style = element.unchecked_ref::<HtmlElement>().style();
    // What the browser does not understand changes nothing.
    _ = match value {
        Some(value) => style.set_property(name, value),
        None => style.remove_property(name).map(|_| ()),
    };
}

/// An element that is in the document, now or soon.
pub(crate) struct Slot<E>(RefCell<Option<E>>);

impl<E: Clone> Slot<E> {
    pub(crate) fn get(&self) -> Option<E> {
        self.0.borrow().clone()
    }
}

impl<E> Default for Slot<E> {
    fn default() -> Self {
        Self(RefCell::new(None))
    }
}

/// What an attribute can be.
pub(crate) trait Value {
    fn set(self, element: &Element, name: &str);
}

impl Value for &str {
    fn set(self, element: &Element, name: &str) {
        element.set_attribute(name, self).expect("the name of an attribute");
    }
}

impl Value for String {
    fn set(self, element: &Element, name: &str) {
        self.as_str().set(element, name);
    }
}

impl Value for Cow<'_, str> {
    fn set(self, element: &Element, name: &str) {
        self.as_ref().set(element, name);
    }
}

/// An attribute that says something by being there.
impl Value for bool {
    fn set(self, element: &Element, name: &str) {
        self.then_some("").set(element, name);
    }
}

impl<V: Value> Value for Option<V> {
    fn set(self, element: &Element, name: &str) {
        match self {
            Some(value) => value.set(element, name),
            None => _ = element.remove_attribute(name),
        }
    }
}

/// What can stand in an element.
pub(crate) trait Content {
    fn append(self, parent: &Node);
}

fn append(parent: &Node, child: &Node) {
    parent.append_child(child).expect("a new child");
}

impl Content for Tag {
    fn append(self, parent: &Node) {
        append(parent, &self.0);
    }
}

impl Content for &str {
    fn append(self, parent: &Node) {
        append(parent, &document().create_text_node(self));
    }
}

impl Content for String {
    fn append(self, parent: &Node) {
        self.as_str().append(parent);
    }
}

impl Content for () {
    fn append(self, _: &Node) {}
}

impl<C: Content> Content for Option<C> {
    fn append(self, parent: &Node) {
        self.into_iter().for_each(|content| content.append(parent));
    }
}

impl<C: Content> Content for Vec<C> {
    fn append(self, parent: &Node) {
        self.into_iter().for_each(|content| content.append(parent));
    }
}

impl<C: Content, const N: usize> Content for [C; N] {
    fn append(self, parent: &Node) {
        self.into_iter().for_each(|content| content.append(parent));
    }
}

impl<A: Content, B: Content> Content for (A, B) {
    fn append(self, parent: &Node) {
        self.0.append(parent);
        self.1.append(parent);
    }
}

impl<A: Content, B: Content, C: Content> Content for (A, B, C) {
    fn append(self, parent: &Node) {
        (self.0, self.1).append(parent);
        self.2.append(parent);
    }
}

/// Content that is drawn again when something that it reads has changed.
pub(crate) struct Live<F>(F);

pub(crate) fn live<C: Content, F: Fn() -> C + 'static>(draw: F) -> Live<F> {
    Live(draw)
}

impl<C: Content, F: Fn() -> C + 'static> Content for Live<F> {
    fn append(self, parent: &Node) {
        let place = Place::in_(parent);
        effect(move || {
            let fragment = document().create_document_fragment();
            (self.0)().append(&fragment);
            place.fill(&fragment);
        });
    }
}

/// One element for each item. An item whose key was there before keeps its element.
pub(crate) struct Each<I, K, D> {
    items: I,
    key: K,
    draw: D,
}

pub(crate) fn each<T, Key, I, K, D>(items: I, key: K, draw: D) -> Each<I, K, D>
where
    Key: PartialEq + 'static,
    I: Fn() -> Vec<T> + 'static,
    K: Fn(&T) -> Key + 'static,
    D: Fn(T) -> Tag + 'static,
{
    Each { items, key, draw }
}

impl<T, Key, I, K, D> Content for Each<I, K, D>
where
    Key: PartialEq + 'static,
    I: Fn() -> Vec<T> + 'static,
    K: Fn(&T) -> Key + 'static,
    D: Fn(T) -> Tag + 'static,
{
    fn append(self, parent: &Node) {
        let Self { items, key, draw } = self;
        let place = Place::in_(parent);
        let drawn = RefCell::new(Vec::<(Key, Tag, Scope)>::new());
        effect(move || {
            let mut drawn = drawn.borrow_mut();
            let mut before = std::mem::take(&mut *drawn);
            for item in items() {
                let key = key(&item);
                let kept = before.iter().position(|(other, ..)| *other == key).map(|at| before.remove(at));
                drawn.push(kept.unwrap_or_else(|| {
                    let (tag, scope) = scoped(|| draw(item));
                    (key, tag, scope)
                }));
            }
            for (_, tag, _) in before {
                tag.0.remove();
            }
            place.order(drawn.iter().map(|(_, tag, _)| &tag.0));
        });
    }
}

/// Where content that changes stands: between two marks that are no content themselves.
struct Place {
    start: Node,
    end: Node,
}

impl Place {
    fn in_(parent: &Node) -> Self {
        let [start, end] = [(); 2].map(|()| document().create_comment("").into());
        append(parent, &start);
        append(parent, &end);
        Self { start, end }
    }

    /// Puts `content` there instead of what was there.
    fn fill(&self, content: &Node) {
        while let Some(old) = self.start.next_sibling().filter(|node| *node != self.end) {
            self.remove(&old);
        }
        self.insert(content, &self.end);
    }

    /// Puts these elements there, in their order, and moves none that stands where it belongs.
    fn order<'a>(&self, elements: impl Iterator<Item = &'a Element>) {
        let mut next = self.start.next_sibling();
        for element in elements {
            if next.as_ref().is_some_and(|next| **element == *next) {
                next = element.next_sibling();
            } else {
                self.insert(element, next.as_ref().unwrap_or(&self.end));
            }
        }
    }

    fn insert(&self, content: &Node, before: &Node) {
        self.parent().insert_before(content, Some(before)).expect("a place before the mark");
    }

    fn remove(&self, old: &Node) {
        self.parent().remove_child(old).expect("a child");
    }

    fn parent(&self) -> Node {
        self.end.parent_node().expect("the mark stands with its content")
    }
}
