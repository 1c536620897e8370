//! The rules, each with its stable id, its weight and where it comes from.

use std::fmt;

use super::severity::Severity;

const MANAGEMENT: &str = "Meta docs, whatsapp/template-management";
const COMPONENTS: &str = "Meta docs, whatsapp/components";
const REVIEW: &str = "Meta docs, whatsapp/template-review";
const CATEGORIES: &str = "Meta docs, whatsapp/template-categorization";
const AUTHENTICATION: &str = "Meta docs, whatsapp/authentication-templates";
const OFFERS: &str = "Meta docs, whatsapp/limited-time-offer-templates";
const CAROUSELS: &str = "Meta docs, whatsapp/media-card-carousel-templates";
const TTL: &str = "Meta docs, whatsapp/time-to-live";
const LANGUAGES: &str = "Meta docs, whatsapp/supported-languages";
const REJECTIONS: &str = "rejections by Meta, as its webhooks report them";
const FOOTERS: &str = "Meta docs, whatsapp/error-codes (2388073)";
const ERRORS: &str = "Meta docs, whatsapp/error-codes (132005, 132018)";
const COMMUNITY: &str = "collected by users of the API; Meta has not published its formula";
const PRACTICE: &str = "practice; Meta does not document it";
const OPT_OUT: &str = "WhatsApp Business Messaging Policy";

macro_rules! rules {
    ($( $(#[$doc:meta])* $variant:ident = $id:literal, $severity:ident, $row:literal, $source:expr; )+) => {
        /// A rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $( $(#[$doc])* $variant, )+ }

        impl Rule {
            /// Every rule, in the order in which findings are told.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The stable id, for example `body-too-long`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $( Self::$variant => $id, )+ }
            }

            /// What breaking it means.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $( Self::$variant => Severity::$severity, )+ }
            }

            /// Row of sources §8; 0 for rules that stand elsewhere.
            #[must_use]
            pub const fn row(self) -> u8 {
                match self { $( Self::$variant => $row, )+ }
            }

            /// Where the rule comes from.
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self { $( Self::$variant => $source, )+ }
            }
        }
    };
}

rules! {
    /// The file cannot be read.
    FileUnreadable = "file-unreadable", Error, 0, "the file system";
    /// The text is not JSON.
    NotJson = "not-json", Error, 0, MANAGEMENT;
    /// The JSON is no object.
    NotATemplate = "not-a-template", Error, 0, MANAGEMENT;

    /// No name.
    NameMissing = "name-missing", Error, 1, MANAGEMENT;
    /// More than 512 characters.
    NameTooLong = "name-too-long", Error, 1, MANAGEMENT;
    /// Name: small letters, digits, `_`.
    NameForm = "name-form", Error, 1, MANAGEMENT;
    /// The account has this name in this language already.
    NameTaken = "name-taken", Error, 1, MANAGEMENT;
    /// A template of this name was deleted less than 30 days ago.
    NameBlocked = "name-blocked", Error, 1, MANAGEMENT;
    /// Meta does not know the language.
    LanguageUnknown = "language-unknown", Error, 2, LANGUAGES;
    /// The text is written in another language than it says.
    LanguageMismatch = "language-mismatch", Warning, 2, REVIEW;
    /// Another language of the same template has other variables.
    LanguagesDiffer = "languages-differ", Warning, 2, PRACTICE;
    /// No category.
    CategoryMissing = "category-missing", Error, 0, CATEGORIES;
    /// A category that Meta does not take, or no longer.
    CategoryUnknown = "category-unknown", Error, 0, CATEGORIES;
    /// The time to live lies outside of what its category allows.
    TtlRange = "ttl-range", Error, 0, TTL;
    /// The time to live is no number.
    TtlForm = "ttl-form", Error, 0, TTL;
    /// A component whose type is missing or misspelt, or whose list is none.
    ComponentForm = "component-form", Error, 0, COMPONENTS;
    /// A component of a kind that is not known here.
    ComponentUnknown = "component-unknown", Warning, 0, COMPONENTS;
    /// Two headers, two bodies …
    ComponentRepeated = "component-repeated", Error, 0, COMPONENTS;

    /// No text.
    BodyMissing = "body-missing", Error, 3, COMPONENTS;
    /// More than 1,024 characters.
    BodyTooLong = "body-too-long", Error, 3, COMPONENTS;
    /// More than ten emoji.
    BodyManyEmoji = "body-many-emoji", Warning, 3, COMPONENTS;
    /// Zero-width and other characters that nobody sees.
    InvisibleCharacters = "invisible-characters", Warning, 3, PRACTICE;
    /// Characters that force the direction of writing.
    ForcedDirection = "forced-direction", Warning, 3, PRACTICE;

    /// A header that does not say what it is.
    HeaderFormat = "header-format", Error, 4, COMPONENTS;
    /// A text header without text.
    HeaderEmpty = "header-empty", Error, 4, COMPONENTS;
    /// More than 60 characters.
    HeaderTooLong = "header-too-long", Error, 4, COMPONENTS;
    /// More than one variable.
    HeaderVariables = "header-variables", Error, 4, COMPONENTS;
    /// Formatting, asterisks, line breaks or emoji in the header.
    HeaderForm = "header-form", Error, 4, COMPONENTS;
    /// More than 60 characters.
    FooterTooLong = "footer-too-long", Error, 4, COMPONENTS;
    /// A footer without text.
    FooterEmpty = "footer-empty", Error, 4, COMPONENTS;
    /// A variable in the footer.
    FooterVariable = "footer-variable", Error, 4, COMPONENTS;
    /// Formatting, line breaks or emoji in the footer.
    FooterForm = "footer-form", Error, 4, FOOTERS;

    /// A list of buttons without a button.
    ButtonsEmpty = "buttons-empty", Error, 5, COMPONENTS;
    /// More than ten buttons.
    ButtonsTooMany = "buttons-too-many", Error, 5, COMPONENTS;
    /// Quick replies and other buttons alternate.
    ButtonsUngrouped = "buttons-ungrouped", Error, 5, COMPONENTS;
    /// More than two buttons that open a page.
    UrlButtonsTooMany = "url-buttons-too-many", Error, 5, COMPONENTS;
    /// No address, or none that a browser opens.
    UrlForm = "url-form", Error, 5, COMPONENTS;
    /// More than 2,000 characters.
    UrlTooLong = "url-too-long", Error, 5, COMPONENTS;
    /// More than one variable, one that is not at the end, or one that is not `{{1}}`.
    UrlVariable = "url-variable", Error, 5, COMPONENTS;
    /// More than one button that calls.
    PhoneButtonsTooMany = "phone-buttons-too-many", Error, 5, COMPONENTS;
    /// No number, or none that can be called.
    PhoneForm = "phone-form", Error, 5, COMPONENTS;
    /// More than one button that copies a code.
    CopyCodesTooMany = "copy-codes-too-many", Error, 5, COMPONENTS;
    /// A code of more than 15 characters.
    CopyCodeTooLong = "copy-code-too-long", Error, 5, COMPONENTS;
    /// A button that says nothing.
    LabelMissing = "label-missing", Error, 5, COMPONENTS;
    /// More than 25 characters.
    LabelTooLong = "label-too-long", Error, 5, COMPONENTS;
    /// A variable or a line break on a button.
    LabelForm = "label-form", Error, 5, COMPONENTS;
    /// An emoji or formatting on a button.
    LabelPlain = "label-plain", Warning, 5, PRACTICE;
    /// Two buttons say the same.
    LabelsRepeated = "labels-repeated", Warning, 5, PRACTICE;
    /// A button that opens a form and does not say which.
    FlowMissing = "flow-missing", Error, 5, COMPONENTS;
    /// A button whose type is missing or misspelt.
    ButtonForm = "button-form", Error, 5, COMPONENTS;
    /// A button of a kind that is not known here.
    ButtonUnknown = "button-unknown", Warning, 5, COMPONENTS;
    /// More than three buttons: the rest is folded away.
    ButtonsFolded = "buttons-folded", Advice, 5, COMPONENTS;
    /// Quick replies beside other buttons: not shown on a computer.
    ButtonsMixed = "buttons-mixed", Advice, 5, COMPONENTS;

    /// Braces that do not belong together.
    BracesUnbalanced = "braces-unbalanced", Error, 6, REVIEW;
    /// A variable with a name that Meta does not take.
    VariableName = "variable-name", Error, 6, REVIEW;
    /// The numbers do not run from 1 without a gap.
    VariablesSkip = "variables-skip", Error, 6, REVIEW;
    /// Numbers and names in one template.
    VariablesMixed = "variables-mixed", Error, 6, REVIEW;
    /// A format of variables that Meta does not have.
    FormatUnknown = "format-unknown", Error, 6, MANAGEMENT;
    /// The format says names, the text has numbers, or the other way round.
    FormatContradicts = "format-contradicts", Error, 6, REVIEW;
    /// Names without saying so.
    FormatUnsaid = "format-unsaid", Warning, 6, REVIEW;

    /// The text starts with a variable.
    StartsWithVariable = "starts-with-variable", Error, 7, REVIEW;
    /// The text ends in a variable.
    EndsWithVariable = "ends-with-variable", Error, 7, REVIEW;
    /// Only punctuation or emoji before the first variable.
    StartsNearVariable = "starts-near-variable", Warning, 7, REVIEW;
    /// Only punctuation or emoji after the last variable.
    EndsNearVariable = "ends-near-variable", Warning, 7, REVIEW;
    /// Two variables side by side.
    VariablesAdjacent = "variables-adjacent", Error, 8, REJECTIONS;
    /// Too few words for so many variables.
    VariableRatio = "variable-ratio", Warning, 9, COMMUNITY;

    /// A variable without a sample.
    SampleMissing = "sample-missing", Error, 10, REVIEW;
    /// A sample without a variable.
    SampleExtra = "sample-extra", Error, 10, REVIEW;
    /// A picture, film or document without a sample.
    MediaSampleMissing = "media-sample-missing", Error, 10, REVIEW;
    /// The sample is a link instead of what an upload answered.
    MediaSampleLink = "media-sample-link", Warning, 10, REVIEW;

    /// Another template says the same.
    DuplicateContent = "duplicate-content", Error, 11, REVIEW;

    /// Words that advertise in a utility template.
    PromotionalWords = "promotional-words", Cost, 12, CATEGORIES;
    /// A form that Meta takes for marketing.
    ReadsAsMarketing = "reads-as-marketing", Cost, 12, CATEGORIES;
    /// Advertising that does not say how to stop it.
    NoOptOut = "no-opt-out", Advice, 0, OPT_OUT;

    /// A text of one's own in an authentication template.
    AuthBody = "auth-body", Error, 13, AUTHENTICATION;
    /// Links, media or emoji in an authentication template.
    AuthContent = "auth-content", Error, 13, AUTHENTICATION;
    /// A code of more than 15 characters.
    AuthCodeLength = "auth-code-length", Error, 13, AUTHENTICATION;
    /// A code that does not expire in a whole number of 1 to 90 minutes.
    AuthExpiry = "auth-expiry", Error, 13, AUTHENTICATION;
    /// No button for the code.
    AuthButton = "auth-button", Error, 13, AUTHENTICATION;
    /// A button that does not say how the code reaches the app.
    OtpType = "otp-type", Error, 13, AUTHENTICATION;
    /// A button for a code in another category.
    OtpElsewhere = "otp-elsewhere", Error, 13, AUTHENTICATION;

    /// A limited-time offer that is not marketing.
    OfferCategory = "offer-category", Error, 14, OFFERS;
    /// The offer's line is missing or has more than 16 characters.
    OfferText = "offer-text", Error, 14, OFFERS;
    /// A footer beside an offer.
    OfferFooter = "offer-footer", Error, 14, OFFERS;
    /// No card, or more than ten.
    CarouselCards = "carousel-cards", Error, 14, CAROUSELS;
    /// A card with nothing in it.
    CardEmpty = "card-empty", Error, 14, CAROUSELS;
    /// Cards that differ in their parts.
    CarouselShape = "carousel-shape", Error, 14, CAROUSELS;
    /// A location in an authentication template.
    LocationCategory = "location-category", Error, 14, COMPONENTS;

    /// Asks for a card, an account or an identity number.
    SensitiveRequest = "sensitive-request", Warning, 15, REVIEW;
    /// Threatens.
    Threat = "threat", Warning, 15, REVIEW;
    /// Goods that Meta's commerce policy restricts.
    RestrictedGoods = "restricted-goods", Warning, 15, REVIEW;
    /// A shortened link or one to WhatsApp.
    ShortLink = "short-link", Warning, 16, PRACTICE;

    /// A line break, a tab or many spaces in a value.
    ValueWhitespace = "value-whitespace", Error, 17, ERRORS;
    /// More than 1,024 characters with its samples.
    RenderedTooLong = "rendered-too-long", Error, 17, ERRORS;

    /// The account holds as many templates as it may.
    TemplateQuota = "template-quota", Error, 18, MANAGEMENT;
    /// 100 templates were created within an hour.
    CreationQuota = "creation-quota", Error, 18, MANAGEMENT;
    /// An approved template was edited within a day, or ten times in 30 days.
    EditQuota = "edit-quota", Error, 18, MANAGEMENT;
}

impl Rule {
    /// Whether only the account's data can tell: names that are taken, the same
    /// text twice, quotas.
    #[must_use]
    pub const fn is_of_account(self) -> bool {
        matches!(
            self,
            Self::NameTaken
                | Self::NameBlocked
                | Self::DuplicateContent
                | Self::TemplateQuota
                | Self::CreationQuota
                | Self::EditQuota
        )
    }

    /// The rule with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
