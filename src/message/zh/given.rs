//! Values as they were given.

use super::super::given::Given;

/// 当前的值。
pub(super) fn given(value: &Given) -> String {
    value.shown("空", &|keys| format!("含 {keys} 个键的映射"))
}
