//! Building blocks of pages. Markup and class names are those of the style
//! sheet; every text arrives in the reader's language.

pub(crate) mod callout;
pub(crate) mod card;
pub(crate) mod chips;
pub(crate) mod empty;
pub(crate) mod evidence;
pub(crate) mod field;
pub(crate) mod form;
pub(crate) mod format;
pub(crate) mod icon;
pub(crate) mod once;
pub(crate) mod page;
pub(crate) mod pager;
pub(crate) mod query;
pub(crate) mod status;
pub(crate) mod switch;
pub(crate) mod table;
pub(crate) mod toast;

pub(crate) use domain::figures as money;
