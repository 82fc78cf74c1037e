-- Two hosts, a row of each per minute for two days. Host 'b' fails for half an hour on the second day.
SET 'sql-client.execution.result-mode' = 'tableau';
SET 'table.dml-sync' = 'true';

CREATE TABLE clock (
  n BIGINT,
  host AS IF(MOD(n, 2) = 0, 'a', 'b'),
  ts AS TO_TIMESTAMP_LTZ(1772409600000 + n / 2 * 60000, 3),
  cpu AS 40 + 10 * SIN(n / 229.18) + RAND(7) + IF(n BETWEEN 4000 AND 4060 AND MOD(n, 2) = 1, 45, 0)
) WITH (
  'connector' = 'datagen',
  'rows-per-second' = '100000',
  'number-of-rows' = '5760',
  'fields.n.kind' = 'sequence',
  'fields.n.start' = '0',
  'fields.n.end' = '5759'
);

-- In your own session this is a topic: 'connector' = 'kafka'.
CREATE TABLE metrics (
  host STRING,
  ts TIMESTAMP_LTZ(3),
  cpu DOUBLE,
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///tmp/lookback-sql/metrics',
  'format' = 'csv'
);

SET 'execution.runtime-mode' = 'batch';
SET 'parallelism.default' = '1';
INSERT INTO metrics SELECT host, ts, cpu FROM clock;
SET 'execution.runtime-mode' = 'streaming';

-- At the speed of a job: the same rows, and what detection finds as metadata.
CREATE TABLE scored (
  forecast_value DOUBLE METADATA VIRTUAL,
  lower_bound DOUBLE METADATA VIRTUAL,
  upper_bound DOUBLE METADATA VIRTUAL,
  is_anomaly BOOLEAN METADATA VIRTUAL,
  score DOUBLE METADATA VIRTUAL,
  alert_id STRING METADATA VIRTUAL,
  alert_phase STRING METADATA VIRTUAL,
  alert_text STRING METADATA VIRTUAL
) WITH (
  'connector' = 'lookback',
  'lookback.input' = 'filesystem',
  'lookback.series' = 'host',
  'lookback.time' = 'ts',
  'lookback.values' = 'cpu',
  'lookback.detection.false-alarms' = '1 per week'
) LIKE metrics;

SELECT host, ts, cpu, forecast_value, alert_text FROM scored WHERE alert_phase = 'BEGIN';

-- Inside any query: a view, a join, an aggregate.
LOAD MODULE lookback;

SELECT host, `timestamp`, actual_value, forecast_value, lower_bound, upper_bound
FROM DETECT_ANOMALIES(
  input => TABLE metrics PARTITION BY host,
  on_time => DESCRIPTOR(ts),
  features => DESCRIPTOR(cpu),
  false_alarms => '1 per week')
WHERE is_anomaly;
