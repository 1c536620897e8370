//! Use cases: (actor, input) to result. The only place that combines store and channels.
