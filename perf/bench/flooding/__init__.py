"""What perf/bench/floods is made of."""
