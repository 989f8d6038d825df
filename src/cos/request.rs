//! The requests. Their bodies are not signed, and a part of a package never enters this module: the shell cuts it out.

use std::fmt::Write as _;

use super::xml::escaped;
use crate::scf::{Call, ObjectRequest};

/// Where an object is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bucket's region.
    pub region: String,
    /// The bucket with the account's appid, `code-1250000000`.
    pub bucket: String,
    /// The object's key, without a `/` at its beginning.
    pub key: String,
}

/// What lies in a bucket that this tool made is deleted after so many days, an upload that broke off too. The established
/// component sets the same: SCF copies the code at the call, and keeps it.
const KEPT_DAYS: u32 = 10;

impl Place {
    fn on(&self, action: &'static str, method: &'static str, path: String, params: &[(&'static str, &str)]) -> Call {
        let params = params.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let object = ObjectRequest { method, bucket: self.bucket.clone(), path, params, part: None };
        Call {
            action,
            region: self.region.clone(),
            body: String::new(),
            tail: None,
            blob: None,
            writes: false,
            object: Some(Box::new(object)),
        }
    }

    fn bucket(&self, action: &'static str, method: &'static str, params: &[(&'static str, &str)]) -> Call {
        self.on(action, method, "/".to_owned(), params)
    }

    fn object(&self, action: &'static str, method: &'static str, params: &[(&'static str, &str)]) -> Call {
        self.on(action, method, ["/", &self.key].concat(), params)
    }

    /// Whether the bucket is there.
    #[must_use]
    pub fn head_bucket(&self) -> Call {
        self.bucket("HeadBucket", "HEAD", &[])
    }

    /// Makes the bucket; whoever made it before may do so again.
    #[must_use]
    pub fn put_bucket(&self) -> Call {
        Call { writes: true, ..self.bucket("PutBucket", "PUT", &[]) }
    }

    /// Lets what lies in the bucket go after some days.
    #[must_use]
    pub fn put_lifecycle(&self) -> Call {
        let body = format!(
            "<LifecycleConfiguration><Rule><ID>scf-grayscale</ID><Filter/><Status>Enabled</Status>\
             <Expiration><Days>{KEPT_DAYS}</Days></Expiration><AbortIncompleteMultipartUpload>\
             <DaysAfterInitiation>{KEPT_DAYS}</DaysAfterInitiation></AbortIncompleteMultipartUpload>\
             </Rule></LifecycleConfiguration>"
        );
        Call { body, writes: true, ..self.bucket("PutBucketLifecycle", "PUT", &[("lifecycle", "")]) }
    }

    /// Whether the object is there.
    #[must_use]
    pub fn head_object(&self) -> Call {
        self.object("HeadObject", "HEAD", &[])
    }

    /// Uploads of the object that were begun and neither completed nor aborted.
    #[must_use]
    pub fn list_uploads(&self) -> Call {
        self.bucket("ListMultipartUploads", "GET", &[("uploads", ""), ("prefix", &self.key)])
    }

    /// Begins an upload in parts.
    #[must_use]
    pub fn initiate(&self) -> Call {
        Call { writes: true, ..self.object("InitiateMultipartUpload", "POST", &[("uploads", "")]) }
    }

    /// The parts that have arrived, up to a thousand.
    #[must_use]
    pub fn list_parts(&self, upload: &str) -> Call {
        self.object("ListParts", "GET", &[("uploadId", upload)])
    }

    /// Sends a part: the bytes of `blob` from `part.0` up to `part.1`.
    #[must_use]
    pub fn upload_part(&self, upload: &str, number: usize, blob: &str, part: (u64, u64)) -> Call {
        let number = number.to_string();
        let call = self.object("UploadPart", "PUT", &[("partNumber", &number), ("uploadId", upload)]);
        let object = call.object.map(|object| Box::new(ObjectRequest { part: Some(part), ..*object }));
        Call { blob: Some(blob.to_owned()), object, ..call }
    }

    /// Makes the parts, by their ETags in order, one object.
    #[must_use]
    pub fn complete(&self, upload: &str, etags: &[&str]) -> Call {
        let mut body = String::from("<CompleteMultipartUpload>");
        for (index, etag) in etags.iter().enumerate() {
            // writing to a string can't fail
            let _ = write!(body, "<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", index + 1, escaped(etag));
        }
        body.push_str("</CompleteMultipartUpload>");
        Call { body, writes: true, ..self.object("CompleteMultipartUpload", "POST", &[("uploadId", upload)]) }
    }
}
