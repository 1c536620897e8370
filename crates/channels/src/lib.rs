//! Clients of messaging partners: Meta's Graph API.
