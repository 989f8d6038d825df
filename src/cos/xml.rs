//! Reading the few elements of XML that are needed. The documents of object storage have neither attributes that matter nor
//! mixed content, so an element is what lies between its tags.

use std::borrow::Cow;

/// The contents of all elements of a name, in order.
pub fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('<')?;
            let inside = rest.get(at + 1..)?;
            let end = inside.find('>')?;
            let tag = inside.get(..end)?;
            rest = inside.get(end + 1..)?;
            let is = tag.split(|letter: char| letter.is_ascii_whitespace()).next() == Some(name);
            if !is || tag.ends_with('/') {
                continue;
            }
            let close = rest.find(&["</", name, ">"].concat())?;
            let content = rest.get(..close)?;
            rest = rest.get(close..)?;
            return Some(content);
        }
    })
}

/// The text of the first element of a name.
#[must_use]
pub fn text(xml: &str, name: &str) -> Option<String> {
    elements(xml, name).next().map(|content| unescaped(content).into_owned())
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    // `&amp;` last: what it stands for begins no other entity
    let known = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    Cow::Owned(known.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign)))
}

/// Text as an element holds it.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_wherever_they_are() {
        let xml = "<?xml version='1.0'?><A><Part><N>1</N></Part><Part x=\"y\"><N>2</N></Part><Part/><PartNumber>3</PartNumber></A>";
        assert_eq!(elements(xml, "Part").collect::<Vec<_>>(), ["<N>1</N>", "<N>2</N>"]);
        assert_eq!(elements(xml, "N").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(text(xml, "PartNumber").as_deref(), Some("3"));
        assert_eq!(text(xml, "Nothing"), None);
    }

    #[test]
    fn entities_stand_for_signs() {
        assert_eq!(text("<ETag>&quot;abc&quot;</ETag>", "ETag").as_deref(), Some("\"abc\""));
        assert_eq!(text("<M>&amp;lt;</M>", "M").as_deref(), Some("&lt;"));
        assert_eq!(escaped("\"a\"<&>"), "&quot;a&quot;&lt;&amp;&gt;");
    }

    #[test]
    fn what_is_cut_off_has_no_more_elements() {
        for cut in ["<A", "<A>", "<A>text", "<A>text</A", "", "text"] {
            assert_eq!(elements(cut, "A").next(), None, "{cut}");
        }
    }
}
