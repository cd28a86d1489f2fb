"""Writing down what was read out of a record, part by part; `actions.records` puts the parts together."""
