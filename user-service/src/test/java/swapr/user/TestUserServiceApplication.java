package swapr.user;

import org.springframework.boot.SpringApplication;
import swapr.testing.Infrastructure;

/** Starts this service alone, on its usual port, against a real broker and a fresh database, with sample users. */
class TestUserServiceApplication {

    public static void main(String[] args) {
        var infrastructure = Infrastructure.shared();
        var database = infrastructure.createDatabase();
        SpringApplication.from(UserServiceApplication::main)
                .run(
                        "--spring.kafka.bootstrap-servers=" + infrastructure.bootstrapServers(),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--swapr.seed.ada=adas secret",
                        "--swapr.seed.bob=bobs secret",
                        "--swapr.seed.olga=olgas secret");
    }
}
