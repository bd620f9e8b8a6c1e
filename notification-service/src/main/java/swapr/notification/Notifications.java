package swapr.notification;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Stores notifications. Lock one before you change it: an erasure and the e-mail sender may run at the same time. */
interface Notifications extends Repository<Notification, UUID> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select n from Notification n where n.id = :id")
    Optional<Notification> findByIdForUpdate(UUID id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select n from Notification n where n.userId = :userId and n.status = :status order by n.createdAt, n.id")
    List<Notification> findByUserIdAndStatusForUpdate(UUID userId, Notification.Status status);

    /**
     * Deletes the subjects, texts and addresses of one user. E-mails that are not sent yet are canceled. It is one
     * statement, because a seller can have more notifications than the heap can hold. It locks them in the order of
     * their ids, as the results of e-mails do.
     */
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(nativeQuery = true, value = """
            update notifications set subject = '(erased)', text = '(erased)', address = null,
              status = case when status in ('PENDING', 'WAITING_FOR_ADDRESS') then 'CANCELLED' else status end
            where id in (select id from notifications where user_id = :userId order by id for update)""")
    void erase(UUID userId);

    /** Returns one user's notifications after the given position, newest first. */
    @Query("select n from Notification n where n.userId = :userId and (n.createdAt, n.id) < (:createdAt, :id)"
            + " order by n.createdAt desc, n.id desc")
    List<Notification> findByUserIdBefore(UUID userId, Instant createdAt, UUID id, Limit limit);
}
