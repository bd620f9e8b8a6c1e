package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * No page needs another machine. Each {@link Tab} of each test refuses such a request, and the browser of these tests
 * resolves no name.
 */
@InBrowser
class LoopbackTest {

    @Test
    void aRequestToAnotherMachineFailsItsTest() {
        assertThatThrownBy(() -> {
                    try (Tab tab = Tab.open()) {
                        tab.go("about:blank");
                        tab.page.evaluate("fetch('http://192.0.2.1/', { mode: 'no-cors',"
                                + " signal: AbortSignal.timeout(100) }).catch(() => {})");
                    }
                })
                .hasMessageContaining("a request to 192.0.2.1");
    }

    @Test
    void theBrowserResolvesNoName() {
        try (Tab tab = Tab.open().go("/")) {
            assertThat(tab.find(".card[data-listing], h1").first()).isVisible();
        }
        assertThatThrownBy(() -> {
                    try (Tab tab = Tab.open()) {
                        tab.go("http://swapr.example/");
                    }
                })
                .hasMessageContaining("ERR_NAME_NOT_RESOLVED");
    }
}
