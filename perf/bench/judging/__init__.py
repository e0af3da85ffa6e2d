"""What perf/bench/judges is made of."""
