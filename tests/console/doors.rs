//! Who gets through which door. Every address is in the table; one that is
//! missing fails the test.
