//! The way of a package into a bucket, request by request: in parts, and on from where an earlier upload broke off.
//!
//! The object is named by the digest of the package, so an object that is there is the package, and an upload under that key
//! holds parts of it. Whether an answer was lost does not matter: each request may be sent again.

#[cfg(test)]
mod tests;

use crate::cos::answer::{self, missing};
use crate::cos::{Place, xml};
use crate::error::Error;
use crate::message::problem::PlanProblem;
use crate::message::problem::api::Unreadable;
use crate::scf::{Answer, Call, Failure, FailureClass};

/// The size of all parts but the last one, in bytes: what is lost at most when an upload breaks off.
pub const PART_BYTES: u64 = 4 << 20;
/// How often an upload begins anew, or sends parts again, that others aborted or that did not arrive.
const ROUNDS: u32 = 3;

/// Where the upload stands: the request that comes next, or is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Is the object there?
    Look,
    /// Make the bucket.
    Create,
    /// Let what lies in it go after some days.
    Expire,
    /// Was an upload of it begun?
    Find,
    /// Begin one.
    Begin,
    /// Which parts have arrived?
    List,
    /// Send a part, counted from 0.
    Send(usize),
    /// Make the parts one object.
    Complete,
    /// Is the object there now?
    Verify,
}

/// What follows an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Another request.
    More,
    /// The object is there.
    Done,
}

/// Why it does not go on.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// A request failed; whether it is sent again follows from the kind of failure.
    Failed(Failure),
    /// It can't be done.
    Refused(Box<Error>),
}

/// A package on its way into a bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    place: Place,
    /// The key of the function whose package it is.
    blob: String,
    size: u64,
    /// Whether the bucket is made first.
    creates: bool,
    at: At,
    id: String,
    /// Of each part that arrived its ETag, empty where it was not listed yet.
    parts: Vec<Option<String>>,
    rounds: u32,
    created: bool,
    sent: bool,
}

impl Upload {
    /// Of the package of `blob`, with its size in bytes.
    #[must_use]
    pub fn new(place: Place, blob: &str, size: u64, creates: bool) -> Self {
        let parts = usize::try_from(size.div_ceil(PART_BYTES)).unwrap_or(usize::MAX).max(1);
        Self {
            place,
            blob: blob.to_owned(),
            size,
            creates,
            at: At::Look,
            id: String::new(),
            parts: vec![None; parts],
            rounds: 0,
            created: false,
            sent: false,
        }
    }

    /// The request that comes next; the same one until it is answered.
    #[must_use]
    pub fn call(&self) -> Call {
        match self.at {
            At::Look | At::Verify => self.place.head_object(),
            At::Create => self.place.put_bucket(),
            At::Expire => self.place.put_lifecycle(),
            At::Find => self.place.list_uploads(),
            At::Begin => self.place.initiate(),
            At::List => self.place.list_parts(&self.id),
            At::Send(part) => self.place.upload_part(&self.id, part + 1, &self.blob, self.range(part)),
            At::Complete => {
                let etags: Vec<&str> = self.parts.iter().flatten().map(String::as_str).collect();
                self.place.complete(&self.id, &etags)
            }
        }
    }

    /// What an answer to that request means.
    ///
    /// # Errors
    /// The failure of the request, or why the upload can't be done.
    pub fn answered(&mut self, answer: &Answer) -> Result<Next, Trouble> {
        let result = answer::read(answer);
        self.at = match (self.at, result) {
            (At::Look | At::Verify, Ok(_)) => return Ok(Next::Done),
            (At::Look, Err(failure)) if missing(&failure) && self.creates => At::Create,
            (At::Look, Err(failure)) if missing(&failure) => At::Find,
            (At::Create, Ok(_)) => {
                self.created = true;
                At::Expire
            }
            (At::Create, Err(failure)) if is_there(&failure) => At::Find,
            (At::Expire, Ok(_)) => At::Find,
            (At::Find, Ok(xml)) => self.found(xml),
            (At::Find, Err(failure)) if failure.code == "NoSuchBucket" => return Err(self.no_bucket(failure)),
            (At::Begin, Ok(xml)) => match xml::text(xml, "UploadId") {
                Some(id) => {
                    self.id = id;
                    self.parts.fill(None);
                    At::Send(0)
                }
                None => return Err(Trouble::Failed(Failure::unreadable(Unreadable::Fields, answer.status, None))),
            },
            (At::List, Ok(xml)) => self.listed(xml)?,
            (At::Send(part), Ok(_)) => {
                self.sent = true;
                if let Some(etag) = self.parts.get_mut(part) {
                    *etag = Some(String::new());
                }
                self.next_part().map_or(At::List, At::Send)
            }
            (At::Complete, Ok(_)) => At::Verify,
            // completed by a request whose answer was lost, or by another run; or aborted
            (At::List | At::Send(_) | At::Complete, Err(failure)) if failure.code == "NoSuchUpload" => {
                self.once_more(failure)?
            }
            (At::Verify, Err(failure)) if missing(&failure) => self.once_more(failure)?,
            (_, Err(failure)) => return Err(Trouble::Failed(failure)),
        };
        Ok(Next::More)
    }

    /// How many bytes have arrived.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        let there = self.parts.iter().enumerate().filter(|(_, etag)| etag.is_some());
        there.map(|(part, _)| self.length(part)).sum()
    }

    /// How many bytes there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Whether parts are being sent.
    #[must_use]
    pub const fn sending(&self) -> bool {
        matches!(self.at, At::Send(_) | At::List | At::Complete)
    }

    /// Whether it made the bucket.
    #[must_use]
    pub const fn created(&self) -> bool {
        self.created
    }

    /// Whether it sent anything of the package.
    #[must_use]
    pub const fn sent(&self) -> bool {
        self.sent
    }

    fn range(&self, part: usize) -> (u64, u64) {
        let begin = PART_BYTES.saturating_mul(part as u64);
        (begin, begin.saturating_add(PART_BYTES).min(self.size))
    }

    fn length(&self, part: usize) -> u64 {
        let (begin, end) = self.range(part);
        end.saturating_sub(begin)
    }

    fn next_part(&self) -> Option<usize> {
        self.parts.iter().position(Option::is_none)
    }

    /// The newest upload of this object that was begun. A list has the whole key; others only begin like it.
    fn found(&mut self, xml: &str) -> At {
        let ours = xml::elements(xml, "Upload").filter(|one| xml::text(one, "Key").as_ref() == Some(&self.place.key));
        let newest = ours.max_by_key(|one| xml::text(one, "Initiated"));
        match newest.and_then(|one| xml::text(one, "UploadId")) {
            Some(id) => {
                self.id = id;
                At::List
            }
            None => At::Begin,
        }
    }

    /// Counts the parts that have arrived whole; the others are sent.
    fn listed(&mut self, xml: &str) -> Result<At, Trouble> {
        self.parts.fill(None);
        for one in xml::elements(xml, "Part") {
            let number = |name: &str| xml::text(one, name).and_then(|text| text.trim().parse::<u64>().ok());
            let (Some(part), Some(size)) = (number("PartNumber"), number("Size")) else { continue };
            let Some(part) = part.checked_sub(1).and_then(|part| usize::try_from(part).ok()) else { continue };
            let whole = size == self.length(part);
            if let Some(etag) = self.parts.get_mut(part).filter(|_| whole) {
                *etag = xml::text(one, "ETag");
            }
        }
        let Some(part) = self.next_part() else { return Ok(At::Complete) };
        if self.sent {
            // sent, and not there
            self.rounds += 1;
            if self.rounds > ROUNDS {
                return Err(Trouble::Failed(Failure::unreadable(Unreadable::Fields, 200, None)));
            }
        }
        Ok(At::Send(part))
    }

    fn once_more(&mut self, failure: Failure) -> Result<At, Trouble> {
        self.rounds += 1;
        if self.rounds > ROUNDS {
            return Err(Trouble::Failed(failure));
        }
        self.parts.fill(None);
        Ok(At::Look)
    }

    fn no_bucket(&self, failure: Failure) -> Trouble {
        if self.created {
            // it was made a moment ago, and not every server knows it yet
            return Trouble::Failed(Failure { class: FailureClass::Transient, ..failure });
        }
        let (bucket, region) = (self.place.bucket.clone(), self.place.region.clone());
        let error = Error::refused(PlanProblem::BucketMissing { bucket, region, named: true });
        Trouble::Refused(Box::new(error.request(failure.request_id)))
    }
}

/// Whether a bucket is not made because it is there. Names end in the appid, so it is nobody else's.
fn is_there(failure: &Failure) -> bool {
    ["BucketAlreadyExists", "BucketAlreadyOwnedByYou"].contains(&failure.code.as_str())
}
