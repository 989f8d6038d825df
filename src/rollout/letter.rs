//! What is sent over HTTP: the documented body of each receiver, and its signature.
//!
//! - webhooks and hooks: Standard Webhooks (<https://www.standardwebhooks.com>), HMAC-SHA256 over `id.timestamp.body`
//! - WeCom: <https://developer.work.weixin.qq.com/document/path/91770>
//! - DingTalk: <https://open.dingtalk.com/document/robots/custom-robot-access>
//! - Feishu: <https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>
//! - Slack: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::Sha256;

use crate::json::Json;
use crate::rollout::policy::Target;

/// The most bytes of a text: WeCom takes 2048, the others more.
const LONGEST_TEXT: usize = 2000;

/// A request that is ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Where to.
    pub url: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

fn text(text: &str) -> Json<'static> {
    Json::Text(text.to_owned().into())
}

fn map<const N: usize>(entries: [(&str, Json<'static>); N]) -> Json<'static> {
    Json::Map(entries.map(|(key, value)| (key.to_owned().into(), value)).to_vec())
}

/// HMAC-SHA256 in base64.
fn mac(key: &[u8], message: &str) -> String {
    // a key of any length is one
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(message.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A request in the form of Standard Webhooks: `webhook-id` and `webhook-timestamp` (seconds since 1970), and with a secret
/// `webhook-signature`, which is `v1,` and the HMAC-SHA256 over `id.timestamp.body` in base64. The key is the secret's bytes; of
/// one that begins with `whsec_`, the bytes whose base64 follows.
#[must_use]
pub fn signed(url: &str, secret: Option<&str>, id: &str, body: String, now: u64) -> Letter {
    let mut headers = json_headers();
    headers.push(("webhook-id".to_owned(), id.to_owned()));
    headers.push(("webhook-timestamp".to_owned(), now.to_string()));
    if let Some(secret) = secret {
        let bytes = secret.strip_prefix("whsec_").and_then(|rest| STANDARD.decode(rest).ok());
        let key = bytes.as_deref().unwrap_or(secret.as_bytes());
        let signature = mac(key, &[id, ".", &now.to_string(), ".", &body].concat());
        headers.push(("webhook-signature".to_owned(), ["v1,", &signature].concat()));
    }
    Letter { url: url.to_owned(), headers, body }
}

fn json_headers() -> Vec<(String, String)> {
    vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())]
}

/// A text for a chat robot, as its documentation has it; `None` for a webhook, which gets facts. `now` in seconds since 1970.
#[must_use]
pub fn to_robot(target: Target, url: &str, secret: Option<&str>, said: &str, now: u64) -> Option<Letter> {
    let said = cut(said);
    let (url, body) = match target {
        Target::Webhook => return None,
        Target::Wecom => (url.to_owned(), map([("msgtype", text("text")), ("text", map([("content", text(said))]))])),
        Target::DingTalk => {
            let body = map([("msgtype", text("text")), ("text", map([("content", text(said))]))]);
            (secret.map_or_else(|| url.to_owned(), |secret| dingtalk_url(url, secret, now * 1000)), body)
        }
        Target::Feishu => {
            // `<at user_id="all">` would call everyone
            let content = map([("text", text(&said.replace('<', "＜")))]);
            let mut entries = vec![("msg_type".into(), text("text")), ("content".into(), content)];
            if let Some(secret) = secret {
                let timestamp = now.to_string();
                let sign = mac([&timestamp, "\n", secret].concat().as_bytes(), "");
                entries.extend([("timestamp".into(), text(&timestamp)), ("sign".into(), text(&sign))]);
            }
            (url.to_owned(), Json::Map(entries))
        }
        Target::Slack => {
            let escaped = said.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            (url.to_owned(), map([("text", text(&escaped))]))
        }
    };
    Some(Letter { url, headers: json_headers(), body: body.to_json() })
}

/// With `timestamp` and `sign`, which is the HMAC-SHA256 over the timestamp in milliseconds, a line feed and the secret.
fn dingtalk_url(url: &str, secret: &str, ms: u64) -> String {
    let sign = mac(secret.as_bytes(), &[&ms.to_string(), "\n", secret].concat());
    let sign = sign.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let joint = if url.contains('?') { "&" } else { "?" };
    [url, joint, "timestamp=", &ms.to_string(), "&sign=", &sign].concat()
}

/// As much of a text as all receivers take.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let end = (0..=LONGEST_TEXT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// Whether an answer says that a message arrived; if not, the error code that it names.
#[must_use]
pub fn arrived(target: Target, status: u16, answer: &str) -> (bool, Option<String>) {
    if !(200..300).contains(&status) {
        return (false, None);
    }
    let keys: &[&str] = match target {
        Target::Webhook | Target::Slack => return (true, None),
        Target::Wecom | Target::DingTalk => &["errcode"],
        Target::Feishu => &["code", "StatusCode"],
    };
    let answer = Json::from_json(answer).unwrap_or_default();
    let code = keys.iter().find_map(|key| answer.get(key).and_then(Json::whole));
    (code == Some(0), code.filter(|code| *code != 0).map(|code| code.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_official_library() {
        // from the tests of the reference libraries, https://github.com/standard-webhooks/standard-webhooks
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = r#"{"test": 2432232314}"#.to_owned();
        let letter = signed("https://a.example", Some(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", body, 1_614_265_330);
        let of = |name: &str| letter.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(of("webhook-signature"), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(of("webhook-timestamp"), Some("1614265330"));
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        let long = "渐".repeat(1000);
        let letter = to_robot(Target::Wecom, "https://a.example", None, &long, 0).expect("a letter");
        assert_eq!(letter.body.matches('渐').count(), LONGEST_TEXT / 3);
    }

    #[test]
    fn what_calls_people_is_no_part_of_a_text() {
        let body = |target| to_robot(target, "https://a.example", None, "<at user_id=\"all\"></at> <!channel>", 0);
        assert!(!body(Target::Feishu).expect("a letter").body.contains('<'));
        assert!(!body(Target::Slack).expect("a letter").body.contains('<'));
    }

    #[test]
    fn a_robot_that_refuses_answers_200_with_a_code() {
        assert_eq!(arrived(Target::Wecom, 200, r#"{"errcode":0,"errmsg":"ok"}"#), (true, None));
        assert_eq!(arrived(Target::Wecom, 200, r#"{"errcode":93000}"#), (false, Some("93000".to_owned())));
        assert_eq!(arrived(Target::Feishu, 200, r#"{"StatusCode":0,"code":0}"#), (true, None));
        assert_eq!(arrived(Target::Feishu, 200, r#"{"code":19021}"#), (false, Some("19021".to_owned())));
        assert_eq!(arrived(Target::DingTalk, 200, "<html>"), (false, None));
        assert_eq!(arrived(Target::Slack, 404, "no_service"), (false, None));
        assert_eq!(arrived(Target::Webhook, 204, ""), (true, None));
    }
}
