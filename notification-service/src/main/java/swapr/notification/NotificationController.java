package swapr.notification;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import swapr.web.CurrentUser;

/** The inbox: the user's own notifications, newest first. */
@RestController
class NotificationController {

    record Page(List<Item> items, @Nullable String nextCursor) {}

    record Item(
            UUID id,
            NotificationType kind,
            String subject,
            String text,
            Notification.Status status,
            Instant createdAt,
            String correlationId) {

        static Item of(Notification notification) {
            return new Item(
                    notification.id(),
                    notification.kind(),
                    notification.message().subject(),
                    notification.message().text(),
                    notification.status(),
                    notification.createdAt(),
                    notification.correlationId());
        }
    }

    private final Notifications notifications;

    NotificationController(Notifications notifications) {
        this.notifications = notifications;
    }

    @GetMapping("/notifications")
    Page mine(
            CurrentUser me,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable Cursor cursor) {
        Cursor position = cursor == null ? Cursor.START : cursor;
        List<Notification> found =
                notifications.findByUserIdBefore(me.id(), position.createdAt(), position.id(), Limit.of(limit + 1));
        boolean more = found.size() > limit;
        List<Notification> page = more ? found.subList(0, limit) : found;
        String next =
                more ? new Cursor(page.getLast().createdAt(), page.getLast().id()).toString() : null;
        return new Page(page.stream().map(Item::of).toList(), next);
    }
}
