package swapr.edge;

import org.springframework.boot.SpringApplication;

/** Starts the edge alone, on its usual port, with five test services that answer {@code {}} to every request. */
class TestEdgeApplication {

    public static void main(String[] args) {
        SpringApplication.from(EdgeApplication::main)
                .run(
                        "--swapr.edge.user=" + new Upstream().url(),
                        "--swapr.edge.listing=" + new Upstream().url(),
                        "--swapr.edge.purchase=" + new Upstream().url(),
                        "--swapr.edge.notification=" + new Upstream().url(),
                        "--swapr.edge.analytics=" + new Upstream().url());
    }
}
