#!/bin/bash
# kafka.sh NODE: runs a broker. The first one founds the cluster; any other joins it, as a broker and as a controller.
set -eu
export LOG_DIR=/tmp/kafka
{
  cat /etc/swapr/kafka.properties
  echo "node.id=$1"
  echo "advertised.listeners=PLAINTEXT://$HOSTNAME:9092,CONTROLLER://$HOSTNAME:9093"
  [ "$1" = 1 ] || echo "controller.quorum.auto.join.enable=true"
} > /tmp/server.properties

if [ ! -f /var/lib/kafka/data/log/meta.properties ]; then
  [ "$1" = 1 ] && quorum=--standalone || quorum=--no-initial-controllers
  KAFKA_HEAP_OPTS=-Xmx96m /opt/kafka/bin/kafka-storage.sh format "$quorum" --cluster-id "$CLUSTER_ID" \
    --config /tmp/server.properties > /tmp/format 2>&1 || { cat /tmp/format; exit 1; }
fi
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties
