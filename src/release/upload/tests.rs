//! The upload against a bucket of the tests' own, which answers as the documents of object storage show it.

use std::fmt::Write as _;

use super::*;
use crate::message::Code;

const SIZE: u64 = 3 * PART_BYTES + 5;

/// A bucket: what it holds, and the requests that it got.
#[derive(Default)]
struct Bucket {
    exists: bool,
    object: bool,
    /// Uploads by id: sizes of parts by number.
    uploads: Vec<(String, Vec<(usize, u64)>)>,
    next_id: usize,
    got: Vec<&'static str>,
}

fn answer(status: u16, text: String) -> Answer {
    Answer { status, content_type: None, date: None, retry_after: None, request_id: None, text }
}

fn error(status: u16, code: &str) -> Answer {
    answer(status, format!("<Error><Code>{code}</Code><Message>{code}</Message><RequestId>NTg=</RequestId></Error>"))
}

impl Bucket {
    fn there() -> Self {
        Self { exists: true, ..Self::default() }
    }

    fn serve(&mut self, call: &Call) -> Answer {
        self.got.push(call.action);
        let request = call.object.as_ref().unwrap();
        let param = |name: &str| request.params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        let upload = param("uploadId").unwrap_or_default();
        match call.action {
            "PutBucket" if self.exists => return error(409, "BucketAlreadyOwnedByYou"),
            "PutBucket" => self.exists = true,
            "HeadObject" if self.object => {}
            "HeadObject" => return answer(404, String::new()),
            _ if !self.exists => return error(404, "NoSuchBucket"),
            "PutBucketLifecycle" => {}
            "ListMultipartUploads" => {
                let mut text = String::new();
                for (index, (id, _)) in self.uploads.iter().enumerate() {
                    let key = param("prefix").unwrap();
                    let _ = write!(
                        text,
                        "<Upload><Key>{key}</Key><UploadId>{id}</UploadId><Initiated>{index}</Initiated></Upload>"
                    );
                }
                return answer(200, format!("<ListMultipartUploadsResult>{text}</ListMultipartUploadsResult>"));
            }
            "InitiateMultipartUpload" => {
                self.next_id += 1;
                let id = format!("id{}", self.next_id);
                self.uploads.push((id.clone(), Vec::new()));
                return answer(
                    200,
                    format!("<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"),
                );
            }
            _ => {
                let Some(at) = self.uploads.iter().position(|(id, _)| *id == upload) else {
                    return error(404, "NoSuchUpload");
                };
                let parts = &mut self.uploads[at].1;
                match call.action {
                    "UploadPart" => {
                        let (begin, end) = request.part.unwrap();
                        let number = param("partNumber").unwrap().parse().unwrap();
                        parts.retain(|(known, _)| *known != number);
                        parts.push((number, end - begin));
                    }
                    "ListParts" => {
                        let mut text = String::new();
                        for (number, size) in parts {
                            let _ = write!(
                                text,
                                "<Part><PartNumber>{number}</PartNumber><ETag>&quot;e{number}&quot;</ETag><Size>{size}</Size></Part>"
                            );
                        }
                        return answer(200, format!("<ListPartsResult>{text}</ListPartsResult>"));
                    }
                    "CompleteMultipartUpload" => {
                        assert!(call.body.contains("<ETag>&quot;e1&quot;</ETag>"), "{}", call.body);
                        assert_eq!(parts.iter().map(|(_, size)| size).sum::<u64>(), SIZE);
                        self.object = true;
                        self.uploads.remove(at);
                    }
                    other => panic!("{other}"),
                }
            }
        }
        answer(200, String::new())
    }
}

fn upload(creates: bool) -> Upload {
    let place =
        Place { region: "ap-guangzhou".into(), bucket: "b-1250000000".into(), key: "scf-grayscale/00.zip".into() };
    Upload::new(place, "fun01", SIZE, creates)
}

/// To its end, or up to so many requests.
fn carry(upload: &mut Upload, bucket: &mut Bucket, most: usize) -> Option<Result<Next, Trouble>> {
    for _ in 0..most {
        let answer = bucket.serve(&upload.call());
        match upload.answered(&answer) {
            Ok(Next::More) => {}
            end => return Some(end),
        }
    }
    None
}

#[test]
fn a_package_goes_up_in_parts() {
    let (mut bucket, mut upload) = (Bucket::there(), upload(false));
    assert_eq!(carry(&mut upload, &mut bucket, 50), Some(Ok(Next::Done)));
    let expected = [
        "HeadObject",
        "ListMultipartUploads",
        "InitiateMultipartUpload",
        "UploadPart",
        "UploadPart",
        "UploadPart",
        "UploadPart",
        "ListParts",
        "CompleteMultipartUpload",
        "HeadObject",
    ];
    assert_eq!(bucket.got, expected);
    assert_eq!((upload.arrived(), upload.sent(), upload.created()), (SIZE, true, false));
}

#[test]
fn parts_are_the_package_without_gap_or_overlap() {
    for size in [1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, SIZE] {
        let upload = Upload { ..Upload::new(upload(false).place, "fun01", size, false) };
        let ranges: Vec<(u64, u64)> = (0..upload.parts.len()).map(|part| upload.range(part)).collect();
        assert_eq!(ranges.first().map(|range| range.0), Some(0));
        assert_eq!(ranges.last().map(|range| range.1), Some(size));
        assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0), "{ranges:?}");
        // object storage takes parts of 1 MB to 5 GB, the last one of any size
        assert!(ranges.iter().rev().skip(1).all(|(begin, end)| end - begin >= 1 << 20));
    }
}

#[test]
fn an_object_that_is_there_is_not_sent() {
    let (mut bucket, mut upload) = (Bucket { object: true, ..Bucket::there() }, upload(true));
    assert_eq!(carry(&mut upload, &mut bucket, 50), Some(Ok(Next::Done)));
    assert_eq!(bucket.got, ["HeadObject"]);
    assert!(!upload.sent());
}

#[test]
fn cut_off_after_any_request_it_goes_on_where_it_was() {
    for cut in 0..10 {
        let mut bucket = Bucket::there();
        assert_eq!(carry(&mut upload(false), &mut bucket, cut), None);
        let before = bucket.got.len();
        let mut again = upload(false);
        assert_eq!(carry(&mut again, &mut bucket, 50), Some(Ok(Next::Done)), "{cut}");
        let sent = bucket.got.iter().filter(|action| **action == "UploadPart").count();
        assert_eq!(sent, 4, "cut off after {before} requests");
        assert_eq!(bucket.uploads.len(), 0);
    }
}

#[test]
fn a_lost_answer_at_any_request_is_made_up_for() {
    for lost in 0..10 {
        let (mut bucket, mut upload) = (Bucket::there(), upload(false));
        assert_eq!(carry(&mut upload, &mut bucket, lost), None);
        // carried out, and the answer never arrives: the request is sent again
        bucket.serve(&upload.call());
        assert_eq!(carry(&mut upload, &mut bucket, 50), Some(Ok(Next::Done)), "{lost}");
        assert!(bucket.object);
    }
}

#[test]
fn a_part_that_is_not_whole_is_sent_again() {
    let mut bucket = Bucket::there();
    assert_eq!(carry(&mut upload(false), &mut bucket, 6), None);
    bucket.uploads[0].1[1].1 -= 1;
    bucket.got.clear();
    assert_eq!(carry(&mut upload(false), &mut bucket, 50), Some(Ok(Next::Done)));
    assert_eq!(bucket.got.iter().filter(|action| **action == "UploadPart").count(), 2);
}

#[test]
fn a_bucket_is_made_only_where_that_was_allowed() {
    let (mut bucket, mut allowed) = (Bucket::default(), upload(true));
    assert_eq!(carry(&mut allowed, &mut bucket, 50), Some(Ok(Next::Done)));
    assert_eq!(bucket.got[..4], ["HeadObject", "PutBucket", "PutBucketLifecycle", "ListMultipartUploads"]);
    assert!(allowed.created());

    let mut bucket = Bucket::default();
    let Some(Err(Trouble::Refused(error))) = carry(&mut upload(false), &mut bucket, 50) else { panic!("not refused") };
    assert!(error.is(Code::BucketMissing));
    assert_eq!(bucket.got, ["HeadObject", "ListMultipartUploads"]);
}

#[test]
fn a_bucket_that_another_run_made_meanwhile_is_taken() {
    let (mut bucket, mut upload) = (Bucket::there(), upload(true));
    assert_eq!(carry(&mut upload, &mut bucket, 50), Some(Ok(Next::Done)));
    assert!(!upload.created());
}

#[test]
fn an_upload_that_was_aborted_begins_again_a_few_times() {
    let (mut bucket, mut upload) = (Bucket::there(), upload(false));
    for _ in 0..ROUNDS {
        assert_eq!(carry(&mut upload, &mut bucket, 4), None);
        bucket.uploads.clear();
    }
    assert_eq!(carry(&mut upload, &mut bucket, 50), Some(Ok(Next::Done)));
}

#[test]
fn a_missing_permission_ends_it_with_the_words_of_object_storage() {
    let mut upload = upload(false);
    assert_eq!(upload.answered(&answer(404, String::new())), Ok(Next::More));
    let Err(Trouble::Failed(failure)) = upload.answered(&error(403, "AccessDenied")) else { panic!("no failure") };
    assert_eq!((failure.code.as_str(), failure.request_id.as_deref()), ("AccessDenied", Some("NTg=")));
}

#[test]
fn answers_that_make_no_sense_end_it_too() {
    for text in ["", "<", "<UploadId>", "{}", "<ListPartsResult></ListPartsResult>"] {
        let mut upload = upload(true);
        let ended = (0..200).any(|_| !matches!(upload.answered(&answer(200, text.to_owned())), Ok(Next::More)));
        assert!(ended, "{text}");
    }
}
