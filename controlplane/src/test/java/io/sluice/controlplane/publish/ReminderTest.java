package io.sluice.controlplane.publish;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReminderTest {

    private final Reminder reminder = new Reminder(() -> 0);

    @Test
    void isIdleAfterSuccess() {
        reminder.onApplied(true, 0);

        assertThat(reminder.delayNanos(1)).isEqualTo(Reminder.IDLE);
    }

    @Test
    void failuresAreTriedAgainLaterAndLater() {
        reminder.onApplied(false, 0);
        assertThat(reminder.delayNanos(0)).isEqualTo(Reminder.FIRST_RETRY.toNanos());

        reminder.onApplied(false, 0);
        assertThat(reminder.delayNanos(0)).isEqualTo(2 * Reminder.FIRST_RETRY.toNanos());

        for (int i = 0; i < 20; i++) {
            reminder.onApplied(false, 0);
        }
        assertThat(reminder.delayNanos(0)).isEqualTo(Reminder.LAST_RETRY.toNanos());
    }

    @Test
    void successStartsOver() {
        reminder.onApplied(false, 0);
        reminder.onApplied(false, 0);
        reminder.onApplied(true, 0);

        reminder.onApplied(false, 0);

        assertThat(reminder.delayNanos(0)).isEqualTo(Reminder.FIRST_RETRY.toNanos());
    }

    @Test
    void theEarliestCounts() {
        long start = Long.MAX_VALUE - 10;
        reminder.onApplied(true, start);
        reminder.remind(start + 100);
        reminder.remind(start + 50);
        reminder.remind(start + 70);

        assertThat(reminder.delayNanos(start)).isEqualTo(50);
        assertThat(reminder.delayNanos(start + 50)).isZero();
    }
}
