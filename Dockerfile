# Builds Swapr from its source: one build, then one small image per application (the argument APP names it).
# docker-compose.yml sets APP. This machine needs only Docker.

FROM eclipse-temurin:25.0.4.1_1-jdk-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    ./mvnw -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true \
      -pl '!system-tests,!browser-tests,!workshop,!sandbox/mail,!platform/pacts' package

FROM build AS unpacked
ARG APP
# Unpacked in layers. The layer that changes most often comes last.
RUN java -Djarmode=tools -jar $APP/target/$APP.jar \
  extract --layers --application-filename app.jar --destination /unpacked

FROM eclipse-temurin:25.0.4.1_1-jre-noble AS runtime
COPY --chmod=755 ops/docker/health.sh /usr/local/bin/health
# Limits the memory arenas of the C library to two. By default they grow with the number of threads.
ENV MALLOC_ARENA_MAX=2
WORKDIR /app
USER 10000:10000

FROM runtime AS bank
USER root
RUN install -d -o 10086 -g 10086 /ledger # a new volume gets the owner of its mount point
USER 10086:10086
COPY --from=build /source/sandbox/bank/target/lib/ lib/
COPY --from=build /source/sandbox/bank/target/bank.jar ./
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-Xmx64m", "-XX:+ExitOnOutOfMemoryError", "-jar", "bank.jar"]

FROM runtime AS room
USER root
RUN install -d -o 10098 -g 10098 /room # for the names of the faults that last
USER 10098:10098
COPY --from=build /source/tools/control-room/target/lib/ lib/
# The process for faults uses the libraries of the room.
COPY --from=build /source/tools/chaos/target/chaos.jar /source/tools/cli/target/cli.jar faults/
COPY --chmod=755 ops/docker/faults.sh ./
COPY --from=build /source/tools/control-room/target/control-room.jar ./
# The memory options of ./swapr up. A name is looked up again after a second, because a new container has a new address.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1", \
  "-Xms8m", "-Xmn4m", "-Xmx32m", "-Xss256k", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20", \
  "-XX:TrimNativeHeapInterval=10000", "-XX:ReservedCodeCacheSize=16m", "-XX:CompileThresholdScaling=5", \
  "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:+ExitOnOutOfMemoryError", \
  "-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1", "-jar", "control-room.jar"]

FROM runtime AS service
COPY --from=unpacked /unpacked/dependencies/ ./
COPY --from=unpacked /unpacked/spring-boot-loader/ ./
COPY --from=unpacked /unpacked/snapshot-dependencies/ ./
COPY --from=unpacked /unpacked/application/ ./
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx256m", "-Xss512k", \
  "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40", "-XX:+ExitOnOutOfMemoryError", "-jar", "app.jar"]
