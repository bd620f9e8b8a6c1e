#!/bin/bash
# kafka.sh NODE: runs a broker. Node 1 creates the cluster. The other nodes join it as broker and controller.
set -eu
export LOG_DIR=/tmp/kafka
data=/var/lib/kafka/data/$1 # all brokers share a volume, so that their data is deleted together
{
  cat /etc/swapr/kafka.properties
  echo "node.id=$1"
  echo "log.dirs=$data"
  echo "advertised.listeners=PLAINTEXT://$HOSTNAME:9092,CONTROLLER://$HOSTNAME:9093"
  [ "$1" = 1 ] || echo "controller.quorum.auto.join.enable=true"
} > /tmp/server.properties

if [ ! -f "$data/meta.properties" ]; then
  [ "$1" = 1 ] && quorum=--standalone || quorum=--no-initial-controllers
  KAFKA_HEAP_OPTS=-Xmx96m /opt/kafka/bin/kafka-storage.sh format "$quorum" --cluster-id "$CLUSTER_ID" \
    --config /tmp/server.properties > /tmp/format 2>&1 || { cat /tmp/format; exit 1; }
fi
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties
