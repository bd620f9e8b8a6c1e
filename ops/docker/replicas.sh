#!/bin/bash
# Keeps three copies of every topic after three brokers have started. A record is written when two copies have it. The
# services create topics with one copy, because there may be only one broker. This script adds the other copies while
# the services run. It checks for new topics every 20 s.
set -eu
export LOG_DIR=/tmp/kafka KAFKA_HEAP_OPTS=-Xmx96m
bin=/opt/kafka/bin
broker="--bootstrap-server brokers:9092"

until [ "$($bin/kafka-broker-api-versions.sh $broker 2>/dev/null | grep -c '(id: ')" = 3 ]; do sleep 2; done
$bin/kafka-configs.sh $broker --alter --entity-type brokers --entity-default --add-config min.insync.replicas=2

while true; do
  $bin/kafka-topics.sh $broker --describe > /tmp/topics
  # one line per partition: "Topic: x  Partition: 0  Leader: 1  Replicas: 1  Isr: 1"; each broker leads a third
  awk -F'\t' '
    /\tReplicas: / {
      for (i = 1; i <= NF; i++) { split($i, f, ": "); v[f[1]] = f[2] }
      if (split(v["Replicas"], r, ",") < 3) {
        a = v["Partition"] % 3 + 1; b = a % 3 + 1; c = b % 3 + 1
        printf "%s{\"topic\":\"%s\",\"partition\":%d,\"replicas\":[%d,%d,%d]}",
          n++ ? "," : "", v["Topic"], v["Partition"], a, b, c
      }
    }' /tmp/topics > /tmp/partitions
  if [ -s /tmp/partitions ]; then
    echo "{\"version\":1,\"partitions\":[$(cat /tmp/partitions)]}" > /tmp/plan.json
    $bin/kafka-reassign-partitions.sh $broker --execute --reassignment-json-file /tmp/plan.json > /tmp/result \
      || { cat /tmp/result; exit 1; }
    until $bin/kafka-reassign-partitions.sh $broker --verify --reassignment-json-file /tmp/plan.json > /tmp/result \
      && ! grep -q 'still in progress' /tmp/result; do sleep 1; done
    # these two topics have their own setting, which overrides the default above
    for topic in __transaction_state __share_group_state; do
      ! grep -q "Topic: $topic\b" /tmp/topics || $bin/kafka-configs.sh $broker --alter \
        --entity-type topics --entity-name $topic --add-config min.insync.replicas=2
    done
    $bin/kafka-leader-election.sh $broker --election-type preferred --all-topic-partitions > /tmp/result \
      || cat /tmp/result
    echo "partitions that now have three copies: $(grep -o '"topic"' /tmp/plan.json | wc -l)"
  else
    touch /tmp/done
  fi
  sleep 20
done
