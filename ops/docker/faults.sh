#!/bin/sh
# The process for faults of the control room, in its container. With ./swapr up it is ./swapr faults.
exec java -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -Xmx64m -Xss256k \
  -XX:ReservedCodeCacheSize=16m -XX:+ExitOnOutOfMemoryError \
  -Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=1 -cp '/app/faults/*:/app/lib/*' swapr.system.FaultsCommand
