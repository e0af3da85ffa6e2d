"""What perf/bench/compare is made of."""
