#!/bin/bash
# Once three brokers are there, keeps three copies of every topic, of which two must have a record before it counts as
# written. The services make their topics with one copy, as fits one broker; this spreads them, while all is running,
# and looks again from time to time for topics made later.
set -eu
export LOG_DIR=/tmp/kafka KAFKA_HEAP_OPTS=-Xmx96m
bin=/opt/kafka/bin
broker="--bootstrap-server brokers:9092"

until [ "$($bin/kafka-broker-api-versions.sh $broker 2>/dev/null | grep -c '(id: ')" = 3 ]; do sleep 2; done
$bin/kafka-configs.sh $broker --alter --entity-type brokers --entity-default --add-config min.insync.replicas=2

while true; do
  $bin/kafka-topics.sh $broker --describe > /tmp/topics
  # one line per partition: "Topic: x  Partition: 0  Leader: 1  Replicas: 1  Isr: 1"; each broker leads a third of them
  awk -F'\t' '
    /\tReplicas: / {
      for (i = 1; i <= NF; i++) { split($i, f, ": "); v[f[1]] = f[2] }
      if (split(v["Replicas"], r, ",") < 3) {
        a = v["Partition"] % 3 + 1; b = a % 3 + 1; c = b % 3 + 1
        printf "%s{\"topic\":\"%s\",\"partition\":%d,\"replicas\":[%d,%d,%d]}", n++ ? "," : "", v["Topic"], v["Partition"], a, b, c
      }
    }' /tmp/topics > /tmp/partitions
  if [ -s /tmp/partitions ]; then
    echo "{\"version\":1,\"partitions\":[$(cat /tmp/partitions)]}" > /tmp/plan.json
    $bin/kafka-reassign-partitions.sh $broker --execute --reassignment-json-file /tmp/plan.json > /tmp/result || { cat /tmp/result; exit 1; }
    until $bin/kafka-reassign-partitions.sh $broker --verify --reassignment-json-file /tmp/plan.json > /tmp/result \
      && ! grep -q 'still in progress' /tmp/result; do sleep 1; done
    # these two are made with a setting of their own, which wins over the default above
    for topic in __transaction_state __share_group_state; do
      ! grep -q "Topic: $topic\b" /tmp/topics || $bin/kafka-configs.sh $broker --alter --entity-type topics --entity-name $topic --add-config min.insync.replicas=2
    done
    $bin/kafka-leader-election.sh $broker --election-type preferred --all-topic-partitions > /tmp/result || cat /tmp/result
    echo "three copies of $(grep -o '"topic"' /tmp/plan.json | wc -l) more partitions"
  else
    touch /tmp/done
  fi
  sleep 20
done
