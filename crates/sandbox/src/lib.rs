//! An emulator of the Graph API for the demo, the tests and load runs.
