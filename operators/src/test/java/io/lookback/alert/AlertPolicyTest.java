package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlertPolicyTest {

    private final AlertPolicy policy = new AlertPolicy();

    @Test
    void withinTheRefractoryPeriodOnlyAHigherLevelIsNews() {
        assertThat(policy.admit(0, 3, 10)).isTrue();
        assertThat(policy.admit(1, 2, 10)).isFalse();
        assertThat(policy.admit(2, 3, 10)).isFalse();
        assertThat(policy.admit(3, 4, 10)).isTrue();
        assertThat(policy.admit(4, 3.5, 10)).isFalse();
    }

    @Test
    void afterItAnyLevelIs() {
        policy.admit(0, 3, 10);

        assertThat(policy.admit(10, 1, 10)).isFalse();
        assertThat(policy.admit(11, 1, 10)).isTrue();
    }
}
