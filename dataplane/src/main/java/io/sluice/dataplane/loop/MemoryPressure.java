package io.sluice.dataplane.loop;

/// How short the memory for buffers is, as one loop last saw it (R-LIM-3).
@OnLoop
public final class MemoryPressure {

    private static final int HIGH_PERCENT = 80;
    private static final int CRITICAL_PERCENT = 90;

    /// A level ends so far below where it began: on the border it would come and go with every look.
    private static final int RELIEF_PERCENT = 5;

    public enum Level {
        CALM,
        /// What can be missed is let go.
        HIGH,
        /// Nothing new is begun.
        CRITICAL
    }

    private final DirectMemory memory;
    private Level level = Level.CALM;

    public MemoryPressure(DirectMemory memory) {
        this.memory = memory;
    }

    /// True: it is another level from now on.
    public boolean look() {
        Level before = level;
        long percent = percent();
        if (percent >= borderOf(Level.CRITICAL, CRITICAL_PERCENT)) {
            level = Level.CRITICAL;
        } else if (percent >= borderOf(Level.HIGH, HIGH_PERCENT)) {
            level = Level.HIGH;
        } else {
            level = Level.CALM;
        }
        return level != before;
    }

    private int borderOf(Level other, int percent) {
        return level.compareTo(other) >= 0 ? percent - RELIEF_PERCENT : percent;
    }

    /// In use at this moment.
    public long percent() {
        return memory.usedBytes() * 100 / Math.max(1, memory.maxBytes());
    }

    public Level level() {
        return level;
    }

    /// Or worse.
    public boolean isHigh() {
        return level != Level.CALM;
    }

    public boolean isCritical() {
        return level == Level.CRITICAL;
    }
}
