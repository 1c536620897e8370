//! Enums that a partner may extend at any time.

/// Declares an enum whose known values have a wire name and whose unknown
/// values are kept verbatim in `Unknown`. After the wire name, other spellings
/// that are read may follow, each after a `|`.
///
/// Meta's documents, answers and webhooks disagree about nearly every list of
/// values, so parsing never fails and printing gives back what was read.
/// Comparison with the wire name ignores ASCII case, because the same status
/// is documented in capitals and sent in lower case.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident = $wire:literal $( | $also:literal )* ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        $vis enum $name {
            $( $(#[$vmeta])* $variant, )+
            /// A value that this version does not know, exactly as it was sent.
            Unknown(String),
        }

        impl $name {
            /// Every value that this version knows, in the order of declaration.
            pub const KNOWN: &'static [$name] = &[ $( $name::$variant ),+ ];

            /// Reads the partner's word. Never fails.
            #[must_use]
            pub fn parse(word: &str) -> Self {
                $(
                    if word.eq_ignore_ascii_case($wire) $( || word.eq_ignore_ascii_case($also) )* {
                        return Self::$variant;
                    }
                )+
                Self::Unknown(word.to_owned())
            }

            /// The partner's word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $wire, )+
                    Self::Unknown(word) => word,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                <::std::borrow::Cow<'de, str> as ::serde::Deserialize<'de>>::deserialize(d)
                    .map(|word| Self::parse(&word))
            }
        }
    };
}

#[cfg(test)]
#[expect(
    unreachable_pub,
    reason = "the macro writes public items, also into a private module"
)]
mod tests {
    crate::open_enum! {
        /// A light.
        enum Light { Green = "GREEN", Red = "RED" | "rouge" }
    }

    #[test]
    fn known_words_are_read_in_any_case_and_unknown_ones_come_back_verbatim() {
        assert_eq!(Light::parse("green"), Light::Green);
        assert_eq!(Light::parse("Rouge").as_str(), "RED");
        assert_eq!(Light::parse("Mauve").as_str(), "Mauve");
        assert_eq!(serde_json::to_string(&Light::Red).unwrap(), "\"RED\"");
        let back: Light = serde_json::from_str("\"ULTRA\"").unwrap();
        assert_eq!(back, Light::Unknown("ULTRA".into()));
        assert_eq!(Light::KNOWN.len(), 2);
    }
}
