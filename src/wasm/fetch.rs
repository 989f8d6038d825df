//! A transport inside the module: one request by the host's `fetch`, for browsers, workers and Rust web apps.
//!
//! gloo-net builds the request. Its own `send` panics where `fetch` rejects with something that is no `Error` (an
//! abort's reason may be any value) or answers with something that is no `Response`, and a panic ends the module for
//! good; so the call itself is made here, and each of these is an error value.

use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestRedirect, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = "fetch", catch)]
    fn host_fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// Sends one request and reads the whole answer: `{ status, contentType, date, retryAfter, requestId, text }`, where a header
/// that is missing is `undefined`. `headers` and `body` (text, bytes or `undefined`) are the host's own and are never read
/// here: they may hold a token. Redirects are not followed: a signature is good for one host.
///
/// # Errors
/// Rejects with what `fetch` rejected with, or with an `Error` that says what is wrong with the request or the answer.
#[wasm_bindgen]
pub async fn send(
    url: String,
    method: String,
    headers: web_sys::Headers,
    body: JsValue,
    signal: Option<AbortSignal>,
) -> Result<JsValue, JsValue> {
    let answering = host_fetch(&request(&url, &method, headers, body, signal.as_ref())?)?;
    let response: Response = JsFuture::from(Promise::resolve(&answering))
        .await?
        .dyn_into()
        .map_err(|_| wrong("fetch answered with no Response"))?;
    if response.status() == 0 {
        return Err(wrong("fetch answered with no status: a redirect or an opaque answer"));
    }
    let text = JsFuture::from(response.text()?).await?;

    let answer = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&answer, &name.into(), value);
    set("status", &response.status().into())?;
    set("contentType", &header(&response, "content-type")?)?;
    set("date", &header(&response, "date")?)?;
    set("retryAfter", &header(&response, "retry-after")?)?;
    set("requestId", &header(&response, "x-cos-request-id")?)?;
    set("text", &text)?;
    Ok(answer.into())
}

fn request(
    url: &str,
    method: &str,
    headers: web_sys::Headers,
    body: JsValue,
    signal: Option<&AbortSignal>,
) -> Result<web_sys::Request, JsValue> {
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| wrong("the request's method can't be sent"))?;
    RequestBuilder::new(url)
        .method(method)
        .headers(Headers::from_raw(headers))
        .redirect(RequestRedirect::Manual)
        .abort_signal(signal)
        .body(body)
        .map(Into::into)
        .map_err(|error| wrong(&error.to_string()))
}

fn header(response: &Response, name: &str) -> Result<JsValue, JsValue> {
    Ok(response.headers().get(name)?.map_or(JsValue::UNDEFINED, JsValue::from))
}

fn wrong(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}
