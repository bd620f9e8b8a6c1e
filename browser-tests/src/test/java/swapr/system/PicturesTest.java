package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Makes pictures of the main views in both themes, 1280 x 720, in target/pictures. A picture is made after the view
 * shows its data. The README has two of them.
 */
@InBrowser
class PicturesTest {

    private static final Path DIRECTORY = Path.of("target/pictures");

    private static String listing = "";
    private static String order = "";
    private static String journey = "";

    @BeforeAll
    static void aConfirmedOrder() {
        Person seller = Person.registers("Selma");
        Person buyer = Person.registers("Bert");
        listing = seller.lists("Air Jordan 1 Chicago", "230.00");
        var answer = buyer.orders(listing, "tok_ok").expecting(202);
        order = answer.text("id");
        journey = answer.response().headers().firstValue("Correlation-Id").orElseThrow();
        buyer.waitsFor(order, "CONFIRMED");
        seller.receives("Sold");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void eachMainViewHasAPicture(ColorScheme theme) throws Exception {
        try (Tab tab = Tab.open(1280, 720, theme).go("/")) {
            picture(tab, "shop", theme, ".card[data-listing]");
            tab.go("/listings/" + listing);
            picture(tab, "listing", theme, ".reads [data-read=search] .status");
        }
        try (Tab tab = ControlRoomTest.enter(Tab.open(1280, 720, theme))) {
            String room = tab.page.url().replaceFirst("/room/.*", "/room/");
            Person.registers("Sina").lists("Dunk Low", "110.00");
            picture(tab, "map", theme, ".recent tr");
            for (var page : new String[] {"topics", "balance"}) {
                tab.go(room + page);
                picture(tab, page, theme, "tbody tr");
            }
            tab.go(room + "journeys/" + journey);
            picture(tab, "journey", theme, ".drawing g[data-event]");
            tab.go(room + "orders/" + order);
            picture(tab, "order", theme, "article tbody tr");
        }
    }

    private static void picture(Tab tab, String view, ColorScheme theme, String data) throws Exception {
        assertThat(tab.find(data).first()).isVisible();
        Path file = DIRECTORY.resolve(view + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png");
        byte[] png = tab.page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(png.length)
                .as("%s, which would be small if the page was empty", file)
                .isGreaterThan(10_000);
        assertThat(Files.size(file)).isEqualTo(png.length);
    }
}
