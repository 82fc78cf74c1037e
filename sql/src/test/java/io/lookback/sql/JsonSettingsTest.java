package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.detection.FalseAlarms;
import io.lookback.detection.Side;
import io.lookback.flow.FlowSpec;
import java.time.ZoneId;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;

class JsonSettingsTest {

    @Test
    void readsBothKindsOfNames() {
        FlowSpec flow = JsonSettings.read("""
                        {"minTrainingSize": 128, "enableStl": true, "p": 1, "falseAlarms": "2 per day", "side": "above",
                         "zone": "Europe/Berlin", "cells": ["lookback", "lstm"], "minAbsolute": 0.5}""");

        assertThat(flow.detection().warmUp()).isEqualTo(128);
        assertThat(flow.detection().falseAlarms()).isEqualTo(new FalseAlarms(2, FalseAlarms.Per.DAY));
        assertThat(flow.detection().side()).isEqualTo(Side.ABOVE);
        assertThat(flow.detection().minAbsolute()).isEqualTo(0.5);
        assertThat(flow.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(flow.cells()).hasSize(2);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> JsonSettings.read("{\"alarms\": 1}"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("no setting 'alarms'")
                .hasMessageContaining("falseAlarms");
        assertThatThrownBy(() -> JsonSettings.read("[1]")).hasMessageContaining("not a JSON object");
        assertThatThrownBy(() -> JsonSettings.read("{")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> JsonSettings.read("{\"minTrainingSize\": -5}"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("minTrainingSize is -5: give 0");
        assertThatThrownBy(() -> JsonSettings.read("{\"falseAlarms\": \"often\"}"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("falseAlarms is 'often': give more than 0");
    }
}
