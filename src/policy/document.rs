//! What is printed, and handed to programs.

use serde::Serialize;

use crate::message::policy::{Purpose, Without};

/// What is printed: the policy, and what each of its actions is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// As CAM takes it.
    pub policy: Policy,
    /// In the order of the policy.
    pub permissions: Vec<Permission>,
}

/// A policy, as CAM takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// Of CAM's syntax.
    pub version: &'static str,
    /// What is allowed.
    pub statement: Vec<Statement>,
}

/// Actions that are allowed on the same resources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// `allow`.
    pub effect: &'static str,
    /// Such as `scf:GetFunction`.
    pub action: Vec<&'static str>,
    /// Such as `*`.
    pub resource: Vec<String>,
}

/// One action, and why it is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Permission {
    /// As it is called.
    pub action: &'static str,
    /// As policies name it.
    pub granted: &'static [&'static str],
    /// What it is called for.
    pub purpose: Purpose,
    /// What the statement is limited to.
    pub resource: Vec<String>,
    /// What becomes of the command without it; absent where it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without: Option<Without>,
}
