package io.lookback.training.series;

/** What a generated series is made of; each occurs in a share of the corpus. */
public enum Trait {
    RHYTHM,
    VARYING_CYCLES,
    DRIFTING_AMPLITUDE,
    INTERRUPTED,
    RESPONSE,
    DAILY,
    WEEKEND,
    CYCLE,
    TREND,
    WHITE,
    AR1,
    AR2,
    RANDOM_WALK,
    TWO_NOISES,
    HEAVY_TAILED,
    STOCHASTIC_VOLATILITY,
    LEVEL_SHIFT,
    REGIME,
    BURST,
    SPIKE,
    STUCK,
    COUNTS,
    EXPONENTIAL,
    FLOORED,
    QUANTIZED,
    CLIPPED,
    SPARSE,
    HELD,
    GAPPED
}
