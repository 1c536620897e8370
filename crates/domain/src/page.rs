//! Lists in pages.

use serde::{Deserialize, Serialize};

/// Rows on a page when nothing is said.
pub const SIZE_DEFAULT: u32 = 50;
/// Most rows on a page.
pub const SIZE_MAX: u32 = 200;

/// A page number (from 1) and a size, both brought into range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// From 1.
    pub page: u32,
    /// From 1 to [`SIZE_MAX`].
    pub size: u32,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            page: 1,
            size: SIZE_DEFAULT,
        }
    }
}

impl PageRequest {
    /// Brings any wish into range.
    #[must_use]
    pub fn clamped(page: Option<u32>, size: Option<u32>) -> Self {
        Self {
            page: page.unwrap_or(1).clamp(1, 1_000_000),
            size: size.unwrap_or(SIZE_DEFAULT).clamp(1, SIZE_MAX),
        }
    }

    /// Rows to skip.
    #[must_use]
    pub fn offset(self) -> i64 {
        i64::from(self.page - 1) * i64::from(self.size)
    }
}

/// Rows of one page and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Rows that match the filter, on all pages.
    pub total: u64,
    /// From 1.
    pub page: u32,
    /// Rows per page.
    pub size: u32,
}

impl<T> Page<T> {
    /// How many pages there are; at least one.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(u64::from(self.size.max(1))).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_out_of_range_are_brought_into_it() {
        assert_eq!(
            PageRequest::clamped(Some(0), Some(0)),
            PageRequest { page: 1, size: 1 }
        );
        assert_eq!(PageRequest::clamped(None, Some(100_000)).size, SIZE_MAX);
        assert_eq!(PageRequest { page: 3, size: 50 }.offset(), 100);
    }
}
