//! Words that Meta uses about message templates, in answers, in webhooks and in
//! the create call. All of them may grow at any time. Quality is the same list
//! as for numbers: [`crate::number::QualityRating`].

use crate::open_enum;

open_enum! {
    /// State of a template (sources §1.5, the union of all lists, and the
    /// webhook's `LOCKED`/`UNLOCKED`).
    pub enum TemplateStatus {
        /// May be sent.
        Approved = "APPROVED",
        /// In review.
        Pending = "PENDING",
        /// Refused.
        Rejected = "REJECTED",
        /// Stopped for a while because of low quality.
        Paused = "PAUSED",
        /// Stopped for good.
        Disabled = "DISABLED",
        /// The refusal is being looked at again.
        InAppeal = "IN_APPEAL",
        /// Back after an appeal or a pause.
        Reinstated = "REINSTATED",
        /// Gone.
        Deleted = "DELETED",
        /// Gone as soon as the last message has left.
        PendingDeletion = "PENDING_DELETION",
        /// In danger of being disabled; may still be sent.
        Flagged = "FLAGGED",
        /// The account holds too many templates.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// Put away because nobody used it.
        Archived = "ARCHIVED",
        /// Back from the archive.
        Unarchived = "UNARCHIVED",
        /// Cannot be edited for now.
        Locked = "LOCKED",
        /// Can be edited again.
        Unlocked = "UNLOCKED",
    }
}

impl TemplateStatus {
    /// Whether Meta lets a template in this state be sent (sources §1.5).
    #[must_use]
    pub const fn sendable(&self) -> bool {
        matches!(self, Self::Approved | Self::Flagged | Self::Reinstated)
    }

    /// Whether Meta takes an edit of a template in this state (sources §1.5).
    #[must_use]
    pub const fn editable(&self) -> bool {
        matches!(self, Self::Approved | Self::Rejected | Self::Paused)
    }
}

open_enum! {
    /// What a template is for; decides what it costs.
    pub enum TemplateCategory {
        /// About something that the customer asked for.
        Utility = "UTILITY",
        /// Advertising.
        Marketing = "MARKETING",
        /// One-time codes.
        Authentication = "AUTHENTICATION",
    }
}

impl TemplateCategory {
    /// Categories that Meta had before June 2023 and no longer takes
    /// (sources §1.5). What they were for is utility today.
    pub const LEGACY: [&'static str; 11] = [
        "ACCOUNT_UPDATE",
        "PAYMENT_UPDATE",
        "PERSONAL_FINANCE_UPDATE",
        "SHIPPING_UPDATE",
        "RESERVATION_UPDATE",
        "ISSUE_RESOLUTION",
        "APPOINTMENT_UPDATE",
        "TRANSPORTATION_UPDATE",
        "TICKET_UPDATE",
        "ALERT_UPDATE",
        "AUTO_REPLY",
    ];

    /// Whether this is one of [`Self::LEGACY`].
    #[must_use]
    pub fn is_legacy(&self) -> bool {
        matches!(self, Self::Unknown(word) if Self::LEGACY.iter().any(|old| old.eq_ignore_ascii_case(word)))
    }

    /// Today's category for a legacy one; anything else as it is.
    #[must_use]
    pub fn modern(self) -> Self {
        if self.is_legacy() { Self::Utility } else { self }
    }
}

open_enum! {
    /// How a template names its variables.
    pub enum ParameterFormat {
        /// `{{1}}`, `{{2}}`, …; also what Meta assumes when nothing is said.
        Positional = "POSITIONAL",
        /// `{{name}}`
        Named = "NAMED",
    }
}

open_enum! {
    /// Why Meta refused a template (sources §1.5).
    pub enum RejectedReason {
        /// Not refused.
        NotRejected = "NONE",
        /// Threatens or insults.
        AbusiveContent = "ABUSIVE_CONTENT",
        /// Its category does not fit its content.
        IncorrectCategory = "INCORRECT_CATEGORY",
        /// Variables, braces or another part of the form are wrong.
        InvalidFormat = "INVALID_FORMAT",
        /// Advertises where it may not.
        Promotional = "PROMOTIONAL",
        /// Looks like a fraud.
        Scam = "SCAM",
        /// Language or category do not fit the text.
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
    }
}

open_enum! {
    /// What a component is.
    pub enum ComponentKind {
        /// Above the text.
        Header = "HEADER",
        /// The text.
        Body = "BODY",
        /// Small print below the text.
        Footer = "FOOTER",
        /// Buttons below the bubble.
        Buttons = "BUTTONS",
        /// Cards side by side.
        Carousel = "CAROUSEL",
        /// An offer with a countdown.
        LimitedTimeOffer = "LIMITED_TIME_OFFER",
        /// A question whether the business may call; has no parts of its own.
        CallPermissionRequest = "CALL_PERMISSION_REQUEST",
    }
}

open_enum! {
    /// What stands in a header.
    pub enum HeaderFormat {
        /// One line of text.
        Text = "TEXT",
        /// A picture.
        Image = "IMAGE",
        /// A film.
        Video = "VIDEO",
        /// A moving picture.
        Gif = "GIF",
        /// A file.
        Document = "DOCUMENT",
        /// A place on the map.
        Location = "LOCATION",
        /// An article of the catalogue.
        Product = "PRODUCT",
    }
}

impl HeaderFormat {
    /// Whether a sample has to be uploaded for it.
    #[must_use]
    pub const fn is_media(&self) -> bool {
        matches!(self, Self::Image | Self::Video | Self::Gif | Self::Document)
    }
}

open_enum! {
    /// What a button does.
    pub enum ButtonKind {
        /// Answers with its own label.
        QuickReply = "QUICK_REPLY",
        /// Opens a page.
        Url = "URL",
        /// Calls a number.
        PhoneNumber = "PHONE_NUMBER",
        /// Copies an offer's code.
        CopyCode = "COPY_CODE",
        /// Copies or fills in a one-time code.
        Otp = "OTP",
        /// Opens a form inside WhatsApp.
        Flow = "FLOW",
        /// Opens the catalogue.
        Catalog = "CATALOG",
        /// Opens several products.
        Mpm = "MPM",
        /// Opens one product.
        Spm = "SPM",
        /// Calls over WhatsApp.
        VoiceCall = "VOICE_CALL",
        /// Opens an app.
        App = "APP",
        /// Asks whether the business may call.
        CallPermissionRequest = "CALL_PERMISSION_REQUEST",
        /// Asks for contact details.
        RequestContactInfo = "REQUEST_CONTACT_INFO",
    }
}

open_enum! {
    /// How a one-time code reaches the app.
    pub enum OtpType {
        /// The person copies it.
        CopyCode = "COPY_CODE",
        /// One touch fills it in.
        OneTap = "ONE_TAP",
        /// It is filled in by itself.
        ZeroTap = "ZERO_TAP",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_categories_are_utility_today() {
        for word in TemplateCategory::LEGACY {
            assert_eq!(TemplateCategory::parse(word).modern(), TemplateCategory::Utility);
        }
        assert_eq!(
            TemplateCategory::parse("MARKETING").modern(),
            TemplateCategory::Marketing
        );
        assert!(!TemplateCategory::parse("SERVICE").is_legacy());
    }

    #[test]
    fn only_what_meta_lets_through_is_sendable() {
        let may: Vec<&str> = TemplateStatus::KNOWN
            .iter()
            .filter(|s| s.sendable())
            .map(TemplateStatus::as_str)
            .collect();
        assert_eq!(may, ["APPROVED", "REINSTATED", "FLAGGED"]);
        assert!(!TemplateStatus::parse("IN_LIMBO").sendable());
    }
}
